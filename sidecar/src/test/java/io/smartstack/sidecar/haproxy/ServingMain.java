// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process of its own that serves one service until it is killed. */
final class ServingMain {

  private ServingMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[0]);
    Haproxy haproxy =
        new Haproxy(new Room(directory).config(), directory, Keeper.OWN, new SimpleMeterRegistry());
    haproxy.start();
    haproxy.apply(
        List.of(
            Room.service(
                "a",
                Integer.parseInt(arguments[1]),
                Room.server("one", Integer.parseInt(arguments[2]), null, null))));
    new CountDownLatch(1).await();
  }
}
