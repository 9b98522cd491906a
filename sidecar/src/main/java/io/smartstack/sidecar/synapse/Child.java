// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;

/** What a child of the service's znode says. */
sealed interface Child {

  /** A backend. */
  record Usable(Backend backend) implements Child {}

  /** A member of a server set that says of itself that it does not serve. */
  record NotAlive() implements Child {}

  /** Nothing that can be used. */
  record Broken(String reason) implements Child {}
}
