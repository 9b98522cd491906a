// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Commands as a person would type them, from the project's root. */
final class Shell {

  /** The project's root. */
  static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

  private static final Duration LONGEST = Duration.ofMinutes(6);

  private Shell() {}

  /**
   * Runs a command and returns what it printed, to standard output and error alike.
   *
   * @throws AssertionError when it fails, with what it said
   */
  static String run(String command) {
    Result result = attempt(command);
    if (result.status() != 0) {
      throw new AssertionError(
          "%s%nended with status %d:%n%s".formatted(command, result.status(), result.output()));
    }
    return result.output();
  }

  /** Runs a command that may fail. */
  static Result attempt(String command) {
    try {
      File output = File.createTempFile("smartstack-e2e", ".out");
      try {
        Process process =
            new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new AssertionError(command + " has not ended in " + LONGEST);
        }
        String said = Files.readString(output.toPath(), StandardCharsets.UTF_8);
        return new Result(process.exitValue(), said);
      } finally {
        Files.delete(output.toPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + command, e);
    }
  }

  /**
   * What came of a command.
   *
   * @param status its exit status
   * @param output what it printed
   */
  record Result(int status, String output) {}
}
