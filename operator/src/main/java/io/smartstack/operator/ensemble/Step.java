// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.SortedSet;

/** What to do next about an ensemble; one thing at a time. */
sealed interface Step {

  /** One word for people and machines. */
  String reason();

  /** What is done and why, or what is waited for. */
  String message();

  /** All is as wanted. */
  record Nothing(String reason, String message) implements Step {}

  /** Something goes on that must end first. */
  record Wait(String reason, String message) implements Step {}

  /** What is asked for would cost the quorum. */
  record Refuse(String reason, String message) implements Step {}

  /** The StatefulSet gets another number of pods. */
  record Resize(int pods, String reason, String message) implements Step {}

  /** Members with an empty disk get another list of voters. */
  record Publish(SortedSet<Integer> voters) implements Step {
    @Override
    public String reason() {
      return "Scaling";
    }

    @Override
    public String message() {
      return "the list of members becomes " + voters;
    }
  }

  /** A member gets its vote. */
  record Join(int id) implements Step {
    @Override
    public String reason() {
      return "Scaling";
    }

    @Override
    public String message() {
      return "member %d joins".formatted(id);
    }
  }

  /** A member loses its vote. */
  record Leave(int id) implements Step {
    @Override
    public String reason() {
      return "Scaling";
    }

    @Override
    public String message() {
      return "member %d leaves".formatted(id);
    }
  }

  /** A pod that runs something else than what is wanted makes place for one that does. */
  record Restart(int id) implements Step {
    @Override
    public String reason() {
      return "Rolling";
    }

    @Override
    public String message() {
      return "member %d is restarted with the new settings".formatted(id);
    }
  }

  /** The volume claim of a former member is deleted, as was asked for. */
  record Release(int id) implements Step {
    @Override
    public String reason() {
      return "Releasing";
    }

    @Override
    public String message() {
      return "the volume claim of former member %d is deleted".formatted(id);
    }
  }
}
