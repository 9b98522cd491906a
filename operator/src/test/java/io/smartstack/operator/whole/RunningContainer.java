// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One container as a process that is started again when it ends, probed, hooked and stopped. */
final class RunningContainer {

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Sandbox sandbox;
  private final Container spec;
  private final Map<String, String> environment;
  private final Handler handler;
  private final Runnable changed;
  private final CompletableFuture<Boolean> firstStart = new CompletableFuture<>();
  private final Thread life;
  private volatile @Nullable Process process;
  private volatile Instant since = Instant.now();
  private volatile boolean started;
  private volatile boolean ready;
  private volatile boolean stopping;
  private final AtomicInteger restarts = new AtomicInteger();

  private RunningContainer(
      Sandbox sandbox, Container spec, Map<String, String> environment, Runnable changed) {
    this.sandbox = sandbox;
    this.spec = spec;
    this.environment = environment;
    this.handler = new Handler(sandbox, spec, environment);
    this.changed = changed;
    this.life =
        Thread.ofVirtual().name(sandbox.name() + "/" + spec.getName()).unstarted(this::live);
  }

  static RunningContainer start(
      Sandbox sandbox, Container spec, Map<String, String> environment, Runnable changed) {
    var container = new RunningContainer(sandbox, spec, environment, changed);
    container.life.start();
    return container;
  }

  /** Waits until its startup probe has succeeded for the first time. */
  void awaitStarted() {
    firstStart.join();
  }

  boolean ready() {
    return ready;
  }

  Path log() {
    return sandbox.directory().resolve(spec.getName() + ".log");
  }

  private void live() {
    try {
      while (!stopping) {
        Process running = launch();
        since = Instant.now();
        Thread probes = Thread.ofVirtual().start(() -> probe(running));
        running.waitFor();
        probes.interrupt();
        say(false, false);
        if (!stopping) {
          restarts.incrementAndGet();
          Thread.sleep(AGAIN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process launch() {
    var command = new ArrayList<String>(spec.getCommand());
    command.addAll(spec.getArgs());
    List<String> here =
        command.stream()
            .map(it -> sandbox.here(spec, Environment.expand(it, environment)))
            .toList();
    var builder =
        new ProcessBuilder(sandbox.inside(here))
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.directory(
        spec.getWorkingDir() == null
            ? sandbox.directory().toFile()
            : Path.of(sandbox.here(spec, spec.getWorkingDir())).toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process started = builder.start();
      process = started;
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void probe(Process running) {
    try {
      Probe startup = spec.getStartupProbe();
      while (startup != null && !succeeds(startup)) {
        Thread.sleep(AGAIN);
      }
      say(running.isAlive(), running.isAlive() && spec.getReadinessProbe() == null);
      firstStart.complete(true);
      Probe readiness = spec.getReadinessProbe();
      while (readiness != null && running.isAlive()) {
        say(true, succeeds(readiness) && running.isAlive());
        Thread.sleep(ready ? Duration.ofSeconds(Math.min(2, readiness.getPeriodSeconds())) : AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean succeeds(Probe probe) throws InterruptedException {
    return handler.succeeds(
        probe.getExec(), probe.getHttpGet(), Duration.ofSeconds(probe.getTimeoutSeconds()));
  }

  private void say(boolean nowStarted, boolean nowReady) {
    boolean news = nowStarted != started || nowReady != ready;
    started = nowStarted;
    ready = nowReady;
    if (news) {
      changed.run();
    }
  }

  /** Runs the preStop hook; from now on the end of the process is its end. */
  void preStop(Duration grace) {
    stopping = true;
    Lifecycle lifecycle = spec.getLifecycle();
    if (lifecycle != null && lifecycle.getPreStop() != null) {
      try {
        var hook = lifecycle.getPreStop();
        handler.succeeds(hook.getExec(), hook.getHttpGet(), grace);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** SIGTERM, then SIGKILL when the time is over. */
  void stop(Duration grace) {
    stopping = true;
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      running.destroy();
      running.waitFor(Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    firstStart.complete(false);
  }

  /** The process and whatever it has started. */
  synchronized void kill() {
    stopping = true;
    Process running = process;
    if (running != null) {
      try {
        new ProcessBuilder("kill", "-KILL", "--", "-" + running.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  ContainerStatus status() {
    String time = since.truncatedTo(ChronoUnit.SECONDS).toString();
    return new ContainerStatusBuilder()
        .withName(spec.getName())
        .withImage(spec.getImage())
        .withImageID(spec.getImage())
        .withState(
            new ContainerStateBuilder().withNewRunning().withStartedAt(time).endRunning().build())
        .withStarted(started)
        .withReady(ready)
        .withRestartCount(restarts.get())
        .build();
  }
}
