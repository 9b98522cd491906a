// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.footprint;

import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Some pods beside each other, which share the pages of the same files. */
final class Node implements AutoCloseable {

  private final Stage stage;
  private final List<Pod> pods = new ArrayList<>();
  private double haproxyIdle;

  private Node(Stage stage) {
    this.stage = stage;
  }

  /** Starts a pod at each address, one after the other. */
  static Node start(
      Stage stage, FirstZnode starts, List<String> addresses, String name, String javaOptions)
      throws Exception {
    Node node = new Node(stage);
    try {
      for (String address : addresses) {
        var directory = Files.createDirectories(stage.directory().resolve(name + "-" + address));
        node.pods.add(starts.start(directory, address, javaOptions).pod());
      }
      return node;
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  /**
   * Lets them be until they have given back what starting took.
   *
   * @param watched whether to watch their processor time, for 30 s more
   * @return a JVM's share of a core meanwhile, in percent; 0 when it was not watched
   */
  double rest(boolean watched) throws IOException, InterruptedException {
    Thread.sleep(Duration.ofSeconds(stage.size().of(watched ? 120 : 45, 3)));
    if (!watched) {
      return 0;
    }
    double jvms = jvmSeconds();
    double haproxies = haproxySeconds();
    long start = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(stage.size().of(60, 3)));
    double seconds = (System.nanoTime() - start) / 1e9 * pods.size();
    haproxyIdle = (haproxySeconds() - haproxies) / seconds * 100;
    return (jvmSeconds() - jvms) / seconds * 100;
  }

  /** A HAProxy's share of a core, master and worker, while the JVMs' was watched; in percent. */
  double haproxyIdle() {
    return haproxyIdle;
  }

  private double jvmSeconds() throws IOException {
    double sum = 0;
    for (Pod pod : pods) {
      sum += Processes.cpuSeconds(pod.jvm());
    }
    return sum;
  }

  private double haproxySeconds() throws IOException {
    double sum = 0;
    for (Pod pod : pods) {
      for (long pid : pod.haproxies()) {
        sum += Processes.cpuSeconds(pid);
      }
    }
    return sum;
  }

  /**
   * Of a pod, on average, in MiB.
   *
   * @param pod PSS of its JVM and its HAProxy
   * @param haproxy PSS of its HAProxy's master and worker
   * @param anonymous what is the JVM's alone
   */
  record Memory(double pod, double haproxy, double anonymous) {

    String words() {
      return String.format(
          Locale.ROOT,
          "%.1f + %.1f MiB, of the JVM's %.1f anonymous",
          pod - haproxy,
          haproxy,
          anonymous);
    }
  }

  Memory memory() throws IOException {
    double all = 0;
    double haproxy = 0;
    double anonymous = 0;
    for (Pod pod : pods) {
      all += pod.pss();
      haproxy += pod.haproxyPss();
      anonymous += Processes.anonymousMebibytes(pod.jvm());
    }
    return new Memory(all / pods.size(), haproxy / pods.size(), anonymous / pods.size());
  }

  @Override
  public void close() {
    pods.forEach(Pod::close);
  }
}
