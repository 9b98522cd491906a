// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.registry.Ensemble;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of its own that keeps the walkthrough's service registered until it is killed. */
final class NerveProcess implements AutoCloseable {

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private NerveProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static NerveProcess start(List<String> hosts, Path states, Duration sessionTimeout)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(NerveProcess.class.getName());
    command.addAll(List.of(hosts.getFirst(), states.toString(), sessionTimeout.toString()));
    return new NerveProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** What the process runs: prints its znode's path whenever that changes. */
  public static void main(String... arguments) throws Exception {
    List<String> hosts = List.of(arguments[0]);
    Ensemble ensemble =
        new ZooKeeperSessions(Path.of(arguments[1]), Duration.parse(arguments[2])).open(hosts);
    ZooKeeperReporter reporter =
        new ZooKeeperReporter(
            ensemble,
            ReportedService.at(hosts).config(),
            ReportedService.MACHINE,
            new SimpleMeterRegistry());
    reporter.reportUp();
    String printed = "";
    while (true) {
      String path = String.valueOf(reporter.state().path());
      if (!path.equals(printed)) {
        System.out.println("registered " + path);
        printed = path;
      }
      Thread.sleep(20);
    }
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      out.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  /** The znode the process says it has, once it has one. */
  String awaitRegistered() throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (String line = next(); line != null; line = next()) {
      if (line.startsWith("registered /")) {
        return line.substring("registered ".length());
      }
      seen.add(line);
    }
    throw new AssertionError("the process did not register: " + seen);
  }

  private @Nullable String next() throws InterruptedException {
    return lines.poll(40, TimeUnit.SECONDS);
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Sends STOP or CONT. */
  void signal(String name) throws Exception {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  @Override
  public void close() {
    kill();
  }
}
