// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainFileTest {

  @TempDir Path directory;
  private final AtomicInteger begun = new AtomicInteger();
  private final Drain drain =
      new Drain(
          () -> {
            begun.incrementAndGet();
            return CompletableFuture.completedFuture(null);
          },
          () -> {},
          Set::of,
          services -> Set.of(),
          System::nanoTime);

  @Test
  void aFileThatComesBeginsToDrainAndItsEndEndsNothing() throws Exception {
    Path file = directory.resolve("drain");
    try (DrainFile watched = new DrainFile(file, drain)) {
      watched.start();
      assertThat(drain.begun()).isFalse();

      Files.createFile(file);
      await().atMost(Duration.ofSeconds(10)).until(drain::begun);

      Files.delete(file);
      assertThat(drain.begun()).isTrue();
    }
  }

  @Test
  void aFileThatIsThereAtTheStartCountsAtOnceAndOnce() throws Exception {
    Path file = Files.createFile(directory.resolve("drain"));
    try (DrainFile watched = new DrainFile(file, drain)) {
      watched.start();

      assertThat(drain.begun()).isTrue();
      drain.end();
      await()
          .during(Duration.ofMillis(400))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !drain.begun());
      assertThat(begun).hasValue(1);
    }
  }
}
