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

  /** Who writes to a {@code head} that has read enough ends with SIGPIPE, or just in time. */
  private static final String ENOUGH = "\nstatus=$?; [ $status -eq 141 ] || exit $status";

  CommandLine(Programs programs, ControlPlane controlPlane) {
    this(programs, controlPlane.directory(), controlPlane.credentials().kubeconfig());
  }

  String run(String program, List<String> arguments) {
    return run(
        program + " " + String.join(" ", arguments),
        new ProcessBuilder(programs.command(program, arguments)));
  }

  /** A line of a shell that knows both programs by their names. */
  String shell(Path current, String line) {
    Path bin = directory.resolve("bin");
    try {
      Files.createDirectories(bin);
      for (String program : List.of("kubectl", "helm")) {
        String command = String.join(" ", programs.command(program, List.of()));
        Path script =
            Files.writeString(bin.resolve(program), "#!/bin/sh\nexec " + command + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
          throw new IOException(script + " can't be made executable");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var builder = new ProcessBuilder("bash", "-c", "set -o pipefail; " + line + ENOUGH);
    builder.directory(current.toFile());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    return run(line, builder);
  }

  private String run(String command, ProcessBuilder builder) {
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile(directory, "command", ".out");
      err = Files.createTempFile(directory, "command", ".err");
      builder
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(out.toFile())
          .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("HOME", directory.resolve("home").toString());
      builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
      int status = end(builder.start());
      if (status != 0) {
        throw new CommandFailedException(
            command, status, Files.readString(out), Files.readString(err));
      }
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(command + " can't be run", e);
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
