// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogReaderTest {

  @TempDir Path directory;

  @Test
  void whatWasSaidBeforeIsNotHeard() throws IOException {
    Path log = Files.writeString(directory.resolve("nerve.log"), "is now up\n");
    LogReader reader = new LogReader(log);

    assertThat(reader.find("is now up")).isEmpty();

    Files.writeString(log, "nerve: service a is now up\n", StandardOpenOption.APPEND);
    assertThat(reader.find("service . is now up")).contains("nerve: service a is now up");
  }

  @Test
  void aLogThatIsNotThereYetSaysNothing() throws IOException {
    Path log = directory.resolve("later.log");
    LogReader reader = new LogReader(log);
    assertThat(reader.lines()).isEmpty();

    Files.writeString(log, "first\n");
    assertThat(reader.lines()).containsExactly("first");
  }
}
