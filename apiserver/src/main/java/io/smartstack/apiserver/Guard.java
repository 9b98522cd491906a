// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends a process when this JVM is gone without having done so, killed for instance: a shell that
 * reads a pipe. A line means that all is well, its end that nobody is left.
 */
final class Guard implements AutoCloseable {

  private final Process process;

  Guard(long pid) {
    var command = List.of("/bin/sh", "-c", "read -r _ || kill -9 " + pid);
    try {
      process =
          new ProcessBuilder(Daemon.inOwnSession(command))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the guard can't be started", e);
    }
  }

  long pid() {
    return process.pid();
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    try (var toGuard = process.getOutputStream()) {
      toGuard.write("done\n".getBytes(StandardCharsets.US_ASCII));
      toGuard.flush();
      process.waitFor();
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
