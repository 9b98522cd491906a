// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.proxy;

import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import io.smartstack.bench.Target;
import io.smartstack.bench.parts.Answering;
import io.smartstack.bench.parts.Caller;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Parts;
import io.smartstack.bench.parts.Processes;
import io.smartstack.bench.parts.Sidecar;
import io.smartstack.bench.parts.SidecarFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the caller's own HAProxy adds to a call, in time and in processor time. */
public final class ProxyScenario implements Scenario {

  private static final String NETWORK = "127.66.0";
  private static final String SERVICE = NETWORK + ".20";
  private static final String MACHINE = SERVICE;
  private static final double MOST_MICROSECONDS = 100;
  private static final double MOST_CORE = 0.07;

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String about() {
    return "What the HAProxy beside a caller adds to a call, by the file that Synapse writes; against the"
        + " same call without it.";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Path directory = stage.directory();
    SidecarFiles files =
        new SidecarFiles(directory)
            .provides("service", SERVICE, Answering.PORT, 1.0)
            .calls("service", 3213, List.of());
    try (Parts parts = new Parts()) {
      Ensemble zookeeper = parts.add(Ensemble.start(directory, NETWORK, 96));
      parts.add(Answering.at(directory, List.of(SERVICE)));
      files.write(zookeeper, MACHINE);
      Sidecar sidecar = parts.add(Sidecar.start(directory, MACHINE, files.arguments(MACHINE)));
      sidecar.await("/ready");
      Caller.await(MACHINE, 3213);
      return measure(stage, worker(sidecar));
    }
  }

  private static long worker(Sidecar sidecar) {
    List<Long> all = sidecar.haproxies();
    return all.stream()
        .filter(pid ->
            ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(parent -> all.contains(parent.pid()))
                .isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no HAProxy works for " + MACHINE));
  }

  private static List<Figure> measure(Stage stage, long worker) throws Exception {
    int rounds = stage.size().of(15, 3);
    Duration turn = Duration.ofMillis(stage.size().of(2000, 400));
    turn(SERVICE, Answering.PORT, 1, turn);
    turn(MACHINE, 3213, 1, turn);
    List<Double> direct = new ArrayList<>();
    List<Double> through = new ArrayList<>();
    List<Double> added = new ArrayList<>();
    List<Double> core = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      Turn plain = turn(SERVICE, Answering.PORT, 1, turn);
      Turn proxied = turn(MACHINE, 3213, 1, turn);
      direct.add(plain.times().p50());
      through.add(proxied.times().p50());
      added.add(proxied.times().p50() - plain.times().p50());
      double before = Processes.cpuSeconds(worker);
      Turn busy = turn(MACHINE, 3213, 8, turn);
      core.add((Processes.cpuSeconds(worker) - before) / busy.calls() * 1000);
      stage.say(
          String.format(
              Locale.ROOT,
              "direct %.0f µs, through HAProxy %.0f µs, %.4f core at 1,000/s (measured at %.0f/s)",
              direct.getLast(),
              through.getLast(),
              core.getLast(),
              busy.calls() / (turn.toMillis() / 1000.0)));
    }
    Samples cores = Samples.of(core);
    return List.of(
        Figure.of(
                "added by the proxy, p50",
                "µs",
                Samples.of(added).p50(),
                new Target.AtMost(MOST_MICROSECONDS))
            .with("rounds", rounds + ", direct and through the proxy in turns")
            .with(
                "best and worst round",
                Math.round(Samples.of(added).min())
                    + " and "
                    + Math.round(Samples.of(added).max())
                    + " µs"),
        Figure.of(
            "a call through the proxy, p50",
            "µs",
            Samples.of(through).p50(),
            new Limit("the same call without it", Samples.of(direct).p50()),
            null),
        Figure.of(
                "HAProxy's processor time for 1,000 requests/s",
                "cores",
                cores.p50(),
                new Target.AtMost(MOST_CORE))
            .with("connections", "8 callers, each with its own, as fast as they are answered")
            .with(
                "best and worst round",
                String.format(Locale.ROOT, "%.4f and %.4f", cores.min(), cores.max())));
  }

  private record Turn(Samples times, long calls) {}

  /** Calls as fast as answers come, for a while. */
  private static Turn turn(String address, int port, int callers, Duration time)
      throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    List<IOException> failures = new ArrayList<>();
    long until = System.nanoTime() + time.toNanos();
    for (int i = 0; i < callers; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                List<Double> own = new ArrayList<>();
                try (Caller caller = Caller.to(address, port, true)) {
                  for (long now = System.nanoTime(); now < until; ) {
                    expect200(caller.call());
                    long then = System.nanoTime();
                    own.add((then - now) / 1e3);
                    now = then;
                  }
                } catch (IOException e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
                synchronized (times) {
                  times.addAll(own);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return new Turn(Samples.of(times), times.size());
  }

  private static void expect200(int status) throws IOException {
    if (status != 200) {
      throw new IOException("answered with " + status);
    }
  }
}
