// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

  private static final List<String> HOSTS = List.of("127.0.0.1:2181", "127.0.0.2:2181");
  private static final SavedSession SESSION = SavedSession.of(HOSTS, -7L, new byte[] {1, 2, 3, -1});

  @TempDir Path directory;

  @Test
  void aSessionComesBackAsItWasSavedInAFileOnlyTheOwnerCanRead() throws Exception {
    try (StateDirectory states = open(directory)) {
      states.save(SESSION);
      states.save(SESSION);

      assertThat(Files.getPosixFilePermissions(states.file(HOSTS)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(states.load(HOSTS)).contains(SESSION);
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "zookeeper.lock", Objects.toString(states.file(HOSTS).getFileName()));
      }
      states.delete(HOSTS);
      assertThat(states.load(HOSTS)).isEmpty();
    }
  }

  @Test
  void aFileThatOthersMayReadIsNotUsed() throws Exception {
    try (StateDirectory states = open(directory)) {
      states.save(SESSION);
      Files.setPosixFilePermissions(
          states.file(HOSTS), PosixFilePermissions.fromString("rw-r--r--"));

      assertThat(states.load(HOSTS)).isEmpty();
    }
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    try (StateDirectory states = open(directory)) {
      states.save(SESSION);
      Path elsewhere = directory.resolve("elsewhere");
      Files.move(states.file(HOSTS), elsewhere);
      Files.createSymbolicLink(states.file(HOSTS), elsewhere);

      assertThat(states.load(HOSTS)).isEmpty();
    }
  }

  @Test
  void aDamagedFileIsNotUsed() throws Exception {
    try (StateDirectory states = open(directory)) {
      for (String text : List.of("", "{", "[]", "{\"hosts\":1}", "{\"session\":\"x\"}", "\0\0")) {
        states.save(SESSION);
        Files.writeString(states.file(HOSTS), text);

        assertThat(states.load(HOSTS)).as(text).isEmpty();
      }
    }
  }

  @Test
  void aSessionOfAnotherEnsembleIsNotUsed() throws Exception {
    List<String> others = List.of("127.0.0.3:2181");
    try (StateDirectory states = open(directory)) {
      states.save(SESSION);
      Files.copy(states.file(HOSTS), states.file(others));

      assertThat(states.load(others)).isEmpty();
      assertThat(states.load(HOSTS)).isPresent();
    }
  }

  @Test
  void aDirectoryServesOneLivingProcess() throws Exception {
    Duration timeout = Duration.ofSeconds(30);
    try (ZooKeeperSessions first = new ZooKeeperSessions(directory, timeout)) {
      assertThatThrownBy(() -> new ZooKeeperSessions(directory, timeout))
          .isInstanceOf(StateDirectoryInUse.class)
          .hasMessageContaining(directory.toString());
      assertThat(first).isNotNull();
    }
    try (ZooKeeperSessions next = new ZooKeeperSessions(directory, timeout)) {
      assertThat(next).isNotNull();
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsDoneWithout() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    assertThat(StateDirectory.open(file.resolve("state"))).isNull();
    try (ZooKeeperSessions sessions =
        new ZooKeeperSessions(file.resolve("state"), Duration.ofSeconds(30))) {
      assertThat(sessions).isNotNull();
    }
  }

  private static StateDirectory open(Path directory) throws StateDirectoryInUse, IOException {
    return Objects.requireNonNull(StateDirectory.open(directory));
  }
}
