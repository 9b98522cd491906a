// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

/** HAProxy did not take a configuration over; its words are the message. */
final class ReloadFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  ReloadFailedException(String words) {
    super(words);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
