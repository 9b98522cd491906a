// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidTest {

  @TempDir Path directory;

  @Test
  void aLaterProcessOfTheSameNumberIsAnother() {
    Pid self = Pid.of(ProcessHandle.current().pid()).orElseThrow();
    Pid earlier = new Pid(self.number(), "1");

    assertThat(self.lives()).isTrue();
    assertThat(earlier.lives()).isFalse();
  }

  @Test
  void aRecycledIdOnRecordIsNeverTakenForWhatWasStarted() throws IOException {
    Pid self = Pid.of(ProcessHandle.current().pid()).orElseThrow();
    Path file = directory.resolve("record.json");

    ProcessRecord.of(self, "f").write(file);
    assertThat(ProcessRecord.read(file).flatMap(ProcessRecord::living)).contains(self);

    ProcessRecord.of(new Pid(self.number(), "1"), "f").write(file);
    assertThat(ProcessRecord.read(file)).isPresent();
    assertThat(ProcessRecord.read(file).flatMap(ProcessRecord::living)).isEmpty();
  }

  @Test
  void aSignalReachesTheProcessItIsMeantForAlone() throws IOException {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    try {
      Pid pid = Pid.of(sleep.pid()).orElseThrow();

      Signal.KILL.send(new Pid(pid.number(), "1"));
      assertThat(pid.lives()).isTrue();

      Signal.KILL.send(pid);
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !pid.lives());
    } finally {
      sleep.destroyForcibly();
    }
  }
}
