// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;

/**
 * A backend on its way into a section.
 *
 * @param name its server name
 * @param ownOptions the options it brings itself, a weight from Nerve included; empty for none
 * @param commonOptions the section's options as they read for it
 */
record Candidate(String name, String commonOptions, String ownOptions, Backend backend) {

  String options() {
    return ServerOptions.join(commonOptions, ownOptions);
  }
}
