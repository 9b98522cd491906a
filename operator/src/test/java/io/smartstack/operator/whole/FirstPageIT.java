// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first page of the README: install, three files, and services call each other. */
final class FirstPageIT {

  private static World world;

  @BeforeAll
  static void install() {
    world = World.install();
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @Test
  void threeFilesMakeServicesThatCallEachOther() {
    world.operators().start();
    world.pods().serve("default");
    world
        .api()
        .kubectl(
            "apply",
            "-f",
            World.path("examples/zookeeper.yaml"),
            "-f",
            World.path("examples/service-a.yaml"),
            "-f",
            World.path("examples/service-b.yaml"));
    world
        .api()
        .kubectl("wait", "--for=condition=Ready", "smartservices", "--all", "--timeout=120s");
    System.out.println(world.api().kubectl("get", "smartservices", "-o", "wide"));
  }
}
