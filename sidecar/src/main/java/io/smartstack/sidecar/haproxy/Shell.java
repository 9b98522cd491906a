// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands that end by themselves, each for a bounded time.
 *
 * @param directory where their output is kept meanwhile; nothing else may be writable
 */
record Shell(Path directory) {

  private static final int LONGEST_OUTPUT = 256 * 1024;

  /** The exit status (-1 when it was ended because it took too long) and what it wrote. */
  record Result(int status, String output) {}

  /** Runs a line of the configuration file as a shell does. */
  Result run(String line, Duration timeout) throws IOException, InterruptedException {
    return run(List.of("/bin/sh", "-c", line), timeout);
  }

  /** Runs a program. Its output goes to a file: whoever inherits that can never be made to wait. */
  Result run(List<String> command, Duration timeout) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "command-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .start();
      boolean ended = waitFor(process, timeout);
      String text = read(output);
      return ended
          ? new Result(process.exitValue(), text)
          : new Result(-1, text + "\nit took longer than " + timeout.toSeconds() + " s");
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean waitFor(Process process, Duration timeout) throws InterruptedException {
    boolean ended = false;
    try {
      ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        process.destroyForcibly();
      }
    }
    return ended;
  }

  private static String read(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8).strip();
    }
  }
}
