// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import java.util.List;
import java.util.stream.Stream;

/** The whole play, in order. */
final class Chapters {

  private Chapters() {}

  static List<Step> all() {
    return Stream.of(
            FirstSteps.steps(),
            MoreMachines.steps(),
            ZooKeeperCrashes.steps(),
            ServiceCrashes.steps(),
            SynapseCrashes.steps(),
            NerveCrashes.steps(),
            HaproxyCrashes.steps(),
            SidecarRestarts.steps(),
            ProtectionsOff.steps())
        .flatMap(List::stream)
        .toList();
  }
}
