// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs kubectl and helm against one API server, away from the settings of whoever runs the tests.
 */
record CommandLine(Programs programs, Path directory, Path kubeconfig) {

  private static final int SECONDS = 180;

  CommandLine(Programs programs, ControlPlane controlPlane) {
    this(programs, controlPlane.directory(), controlPlane.credentials().kubeconfig());
  }

  String run(String program, List<String> arguments) {
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile(directory, program, ".out");
      err = Files.createTempFile(directory, program, ".err");
      var builder =
          new ProcessBuilder(programs.command(program, arguments))
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("HOME", directory.resolve("home").toString());
      builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
      int status = end(builder.start());
      if (status != 0) {
        String command = program + " " + String.join(" ", arguments);
        throw new CommandFailedException(
            command, status, Files.readString(out), Files.readString(err));
      }
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(program + " can't be run", e);
    } finally {
      delete(out);
      delete(err);
    }
  }

  private static int end(Process process) {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end after " + SECONDS + " seconds: " + process.info());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
