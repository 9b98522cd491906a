// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

  @TempDir private Path directory;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> applied = new CopyOnWriteArrayList<>();
  private final AtomicInteger loads = new AtomicInteger();
  private Path file;
  private ConfigWatch<String> watch;

  @BeforeEach
  void start() throws Exception {
    file = directory.resolve("nerve.conf.json");
    Files.writeString(file, "first");
    watch =
        new ConfigWatch<>("nerve", file, this::load, this::apply, meters, Duration.ofMillis(20));
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aFileThatChangesIsApplied() throws Exception {
    watch.start();
    Files.writeString(file, "second");
    await().until(() -> applied.equals(List.of("second")));
    assertThat(count("applied")).isEqualTo(1);
  }

  @Test
  void whatChangesBeforeTheWatchBeginsIsNotMissed() throws Exception {
    Files.writeString(file, "second");
    watch.start();
    await().until(() -> applied.equals(List.of("second")));
  }

  @Test
  void aBadFileChangesNothingAndIsSaidOncePerContent() throws Exception {
    watch.start();
    Files.writeString(file, "bad");
    await().until(() -> count("refused") == 1);
    Files.writeString(file, "bad again");
    await().until(() -> count("refused") == 2);
    assertThat(watch.problem()).contains("is bad");
    Files.writeString(file, "good");
    await().until(() -> applied.equals(List.of("good")));
    assertThat(loads).hasValue(3);
    await().until(() -> watch.problem() == null);
  }

  @Test
  void aFileReplacedByRenameIsApplied() throws Exception {
    watch.start();
    Path other = Files.writeString(directory.resolve("other"), "renamed");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> applied.equals(List.of("renamed")));
  }

  @Test
  void aConfigMapsSymbolicLinkSwapIsApplied() throws Exception {
    Files.delete(file);
    Path one = Files.createDirectory(directory.resolve("..1"));
    Path two = Files.createDirectory(directory.resolve("..2"));
    Files.writeString(one.resolve("nerve.conf.json"), "first");
    Files.writeString(two.resolve("nerve.conf.json"), "swapped");
    Path data = Files.createSymbolicLink(directory.resolve("..data"), one);
    Files.createSymbolicLink(file, Path.of("..data", "nerve.conf.json"));
    watch.start();
    Path next = Files.createSymbolicLink(directory.resolve("..next"), two);
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> applied.equals(List.of("swapped")));
  }

  @Test
  void filesOfTheServiceDirectoryCountToo() throws Exception {
    Path services = Files.createDirectory(directory.resolve("services"));
    Files.writeString(file, "service_conf_dir: '" + services + "'\n");
    watch.start();
    await().until(() -> applied.size() == 1);
    Files.writeString(services.resolve("a.json"), "{}");
    await().until(() -> applied.size() == 2);
    Files.writeString(services.resolve("a.json"), "{ }");
    await().until(() -> applied.size() == 3);
    Files.delete(services.resolve("a.json"));
    await().until(() -> applied.size() == 4);
  }

  @Test
  void aFileThatGoesAwayIsSaidOnceAndItsReturnIsNoticed() throws Exception {
    watch.start();
    Files.delete(file);
    await().until(() -> count("refused") == 1);
    Files.writeString(file, "back");
    await().until(() -> applied.equals(List.of("back")));
  }

  @Test
  void aReloadThatIsAskedForHappensWithoutAChange() {
    watch.reloadNow();
    watch.reloadNow();
    assertThat(applied).containsExactly("first", "first");
  }

  @Test
  void aConfigurationThatBreaksWhoAppliesItIsOnlyComplainedOf() throws Exception {
    watch.start();
    Files.writeString(file, "explodes");
    await().until(() -> count("refused") == 1);
    Files.writeString(file, "good");
    await().until(() -> applied.equals(List.of("good")));
  }

  private String load() throws ConfigException {
    loads.incrementAndGet();
    try {
      String text = Files.readString(file);
      if (text.startsWith("bad")) {
        throw new ConfigException(file.toString(), List.of(new Problem("a.b", "is bad")));
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(String text) {
    if (text.equals("explodes")) {
      throw new IllegalStateException("boom");
    }
    applied.add(text);
  }

  private double count(String result) {
    return meters.counter("nerve.config.reloads", "result", result).count();
  }
}
