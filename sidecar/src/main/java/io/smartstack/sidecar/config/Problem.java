// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

/**
 * One thing that is wrong with a file.
 *
 * @param path where, for instance {@code services.simple_http_service.checks[0].rise}; empty for
 *     the file as a whole
 * @param message what was expected and what was found
 */
public record Problem(String path, String message) {

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
