// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Parts;
import io.smartstack.bench.parts.Processes;
import io.smartstack.bench.parts.Sidecar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;

/** Many consumers of many services, some of which have many backends. */
final class Crowd implements AutoCloseable {

  private static final String NETWORK = "127.62.2";
  private static final String EARS = NETWORK + ".9";
  private static final int FIRST_EAR = 5200;
  private static final int OTHER_BACKENDS = 10;
  private static final long PATIENCE = TimeUnit.MINUTES.toMillis(2);

  private final Stage stage;
  private final Parts parts = new Parts();
  private final Arrivals arrivals = new Arrivals();
  private final List<Sidecar> sidecars = new ArrayList<>();
  private final List<String> services;
  private final BareClient writer;
  private final Ensemble ensemble;
  private final Watchers watchers;

  /**
   * Starts the ensemble and registers the backends; nobody consumes yet.
   *
   * @param sizes numbers of backends; there is a service of each, {@link #hot}
   * @param services how many services there are in all
   */
  Crowd(Stage stage, List<Integer> sizes, int services) throws Exception {
    this.stage = stage;
    this.services =
        Stream.concat(
                sizes.stream().map(Crowd::hot),
                IntStream.range(sizes.size(), services).mapToObj(i -> "other-" + i))
            .toList();
    try {
      ensemble = parts.add(Ensemble.start(stage.directory(), NETWORK, 384));
      writer = parts.add(BareClient.at(ensemble.connectString()));
      for (int i = 0; i < this.services.size(); i++) {
        register(this.services.get(i), i < sizes.size() ? sizes.get(i) : OTHER_BACKENDS);
      }
      watchers = parts.add(new Watchers(ensemble.connectString(), this.services, arrivals));
    } catch (Exception e) {
      parts.close();
      throw e;
    }
  }

  /** The service with this many backends. */
  static String hot(int backends) {
    return "with-" + backends;
  }

  /** Until there are so many real sidecars and so many consumers in all. */
  void growTo(int real, int consumers) throws IOException, InterruptedException {
    List<Sidecar> fresh = new ArrayList<>();
    while (sidecars.size() < real) {
      fresh.add(sidecar(sidecars.size()));
      sidecars.add(fresh.getLast());
    }
    for (Sidecar sidecar : fresh) {
      sidecar.await("/started");
    }
    watchers.growTo(consumers - real);
  }

  int real() {
    return sidecars.size();
  }

  int consumers() {
    return sidecars.size() + watchers.count();
  }

  /**
   * A backend comes and goes.
   *
   * @param encoded whether its name says all
   */
  Change change(String service, boolean encoded)
      throws KeeperException, InterruptedException, TimeoutException {
    byte[] payload = payload("come", 50_001);
    String text = java.util.Base64.getUrlEncoder().encodeToString(payload);
    String name = encoded ? "base64_" + text.length() + "_" + text + "_" : "come_";
    arrivals.expect(consumers());
    long create = System.nanoTime();
    String path = writer.register(ConfigText.path(service) + "/" + name, payload);
    long created = System.nanoTime();
    long there = arrivals.last();
    arrivals.expect(consumers());
    long delete = System.nanoTime();
    writer.delete(path);
    long deleted = System.nanoTime();
    long gone = arrivals.last();
    return new Change(
        Times.millis(create, created),
        Times.millis(create, there),
        Times.millis(delete, deleted),
        Times.millis(delete, gone));
  }

  /**
   * What one coming and going took, in milliseconds.
   *
   * @param created the bare create
   * @param there until the last consumer had it
   * @param deleted the bare delete
   * @param gone until the last consumer had let go
   */
  record Change(double created, double there, double deleted, double gone) {}

  /** Processor seconds that the first sidecar's JVM has used. */
  double cpu() throws IOException {
    return Processes.cpuSeconds(sidecars.getFirst().process().pid());
  }

  /** Processor seconds that its HAProxy has used. */
  double haproxyCpu() throws IOException {
    double sum = 0;
    for (long pid : sidecars.getFirst().haproxies()) {
      sum += Processes.cpuSeconds(pid);
    }
    return sum;
  }

  /** Reloads of all HAProxies. */
  double reloads() {
    return sidecars.stream().mapToDouble(it -> it.meter("haproxy_reloads_total")).sum();
  }

  private Sidecar sidecar(int number) throws IOException {
    Path directory = Files.createDirectories(stage.directory().resolve("consumer" + number));
    String address = NETWORK + "." + (20 + number);
    parts.add(
        new Ear(
            EARS,
            FIRST_EAR + number,
            heard -> {
              if (heard.ready("/come_") || heard.drained("/come_")) {
                arrivals.arrived();
              }
            }));
    Path file = directory.resolve("synapse.conf.json");
    Files.writeString(
        file,
        ConfigText.synapse(
            services,
            new ConfigText.Place(address, 4000, ensemble.json()),
            directory.resolve("haproxy.cfg"),
            EARS + ":" + (FIRST_EAR + number)));
    return parts.add(Sidecar.start(directory, address, List.of("synapse", "-c", file.toString())));
  }

  private void register(String service, int backends) throws Exception {
    String path = ConfigText.path(service);
    writer.ensure(path);
    CountDownLatch done = new CountDownLatch(backends);
    for (int i = 0; i < backends; i++) {
      writer
          .client()
          .create(
              path + "/backend" + i + "_",
              payload("backend" + i, 1024 + i),
              ZooDefs.Ids.OPEN_ACL_UNSAFE,
              CreateMode.PERSISTENT_SEQUENTIAL,
              (rc, p, ctx, name) -> done.countDown(),
              null);
    }
    if (!done.await(PATIENCE, TimeUnit.MILLISECONDS)) {
      throw new IOException("backends of " + service + " could not be registered");
    }
  }

  private static byte[] payload(String name, int port) {
    return "{\"host\":\"127.62.2.8\",\"port\":%d,\"name\":\"%s\"}"
        .formatted(port, name)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    parts.close();
  }
}
