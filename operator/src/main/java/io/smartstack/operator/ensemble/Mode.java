// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

/** What a member says of itself. */
enum Mode {
  /** It leads. */
  LEADER,
  /** It follows the leader; one that has no vote yet says so too. */
  FOLLOWER,
  /** It follows without a vote. */
  OBSERVER,
  /** It answers, and waits for a leader. */
  WAITING,
  /** It doesn't answer. */
  SILENT;

  /** A member serves once it has all that its leader had when it came. */
  boolean serves() {
    return switch (this) {
      case LEADER, FOLLOWER, OBSERVER -> true;
      case WAITING, SILENT -> false;
    };
  }
}
