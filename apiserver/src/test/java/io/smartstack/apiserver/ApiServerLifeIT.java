// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiServerLifeIT {

  @Test
  void noProcessAndNoDataAreLeftOfAServerThatWasClosed() {
    List<Long> pids;
    Path directory;
    try (ApiServer server = ApiServer.start()) {
      pids = server.pids();
      directory = server.directory();
      assertThat(pids).hasSize(6).allMatch(ApiServerLifeIT::alive);
    }
    assertThat(pids).noneMatch(ApiServerLifeIT::alive);
    assertThat(directory.resolve("etcd")).doesNotExist();
    assertThat(directory.resolve("kube-apiserver.log")).isNotEmptyFile();
  }

  @Test
  void aGuardEndsItsProcessWhenNobodyIsLeftToTellItThatAllIsWell() throws Exception {
    Process program = new ProcessBuilder("sleep", "600").start();
    try {
      Process guard = new Guard(program.pid()).process();
      guard.getOutputStream().close();
      await().atMost(Duration.ofSeconds(30)).until(() -> !program.isAlive());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void aGuardThatIsToldThatAllIsWellEndsNobody() throws Exception {
    Process program = new ProcessBuilder("sleep", "600").start();
    try {
      new Guard(program.pid()).close();
      assertThat(program.isAlive()).isTrue();
    } finally {
      program.destroyForcibly();
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
