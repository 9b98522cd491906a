// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One program in a session of its own (a Ctrl-C at the terminal is not for it), with its log. */
final class Daemon {

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final int TAIL = 15;

  private final String name;
  private final Path log;
  private final Process process;
  private final Guard guard;

  private Daemon(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.guard = new Guard(process.pid());
  }

  /** Starts a program that may take about so much memory before it collects garbage eagerly. */
  static Daemon start(String name, List<String> command, Path directory, int memoryMiB) {
    Path log = directory.resolve(name + ".log");
    var builder =
        new ProcessBuilder(inOwnSession(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("GOMEMLIMIT", memoryMiB + "MiB");
    builder.environment().remove("KUBECONFIG");
    try {
      return new Daemon(name, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be started", e);
    }
  }

  /** Not being a group's leader, setsid becomes the program: its pid is the program's. */
  static List<String> inOwnSession(List<String> command) {
    if (!Files.isExecutable(SETSID)) {
      return command;
    }
    var wrapped = new ArrayList<String>();
    wrapped.add(SETSID.toString());
    wrapped.addAll(command);
    return wrapped;
  }

  /** The program's and its guard's. */
  Stream<Long> pids() {
    return Stream.of(process.pid(), guard.pid());
  }

  boolean alive() {
    return process.isAlive();
  }

  boolean ranIntoATakenPort() {
    return !alive() && tail().contains("address already in use");
  }

  /** What a person needs who asks why it didn't work. */
  String explanation() {
    String state = alive() ? "runs" : "ended with status " + process.exitValue();
    return "%s %s; %s ends:%n%s".formatted(name, state, log, tail());
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  /** Ends it: asked first, killed when it takes longer than the seconds given. */
  void stop(int seconds) {
    process.destroy();
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    guard.close();
  }
}
