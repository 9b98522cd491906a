// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

/** What a service's discovery tells Synapse. */
sealed interface Update {

  /**
   * The registry has answered.
   *
   * @param found what is registered
   * @param sure whether nothing can have been missed; false between a reconnect and the listing
   *     that follows it
   */
  record Answered(Found found, boolean sure) implements Update {}

  /** The registry can't be asked; what was found last may be outdated. */
  record Unsure(String reason) implements Update {}
}
