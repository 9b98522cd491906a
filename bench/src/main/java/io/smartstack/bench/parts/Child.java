// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of ours, with its log. */
public final class Child implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    // A run that is broken off leaves nothing behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param command program and arguments
   * @param environment variables beside those of this process
   * @param log takes everything it says
   */
  public static Child start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    Process process = builder.start();
    ALIVE.add(process);
    return new Child(process, log);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** What it says. */
  public Path log() {
    return log;
  }

  /** Whether it runs. */
  public boolean lives() {
    return process.isAlive();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    end();
  }

  /** SIGTERM; SIGKILL when it has not ended after 15 s. */
  @Override
  public void close() {
    process.destroy();
    end();
  }

  private void end() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      ALIVE.remove(process);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
