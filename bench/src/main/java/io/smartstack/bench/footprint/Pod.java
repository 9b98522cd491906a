// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.footprint;

import io.smartstack.bench.parts.Answering;
import io.smartstack.bench.parts.Child;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Processes;
import io.smartstack.bench.parts.SidecarFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The two sidecar containers of one pod as processes: HAProxy's own script, and the image's
 * command.
 */
final class Pod implements AutoCloseable {

  private final Child haproxy;
  private final Child sidecar;
  private final Path run;

  private Pod(Child haproxy, Child sidecar, Path run) {
    this.haproxy = haproxy;
    this.sidecar = sidecar;
    this.run = run;
  }

  /**
   * Starts one that provides a service, checked five times a second, and calls the same.
   *
   * @param home the sidecar's image
   * @param address the pod's own; the service answers there
   * @param javaOptions after the image's own
   */
  static Pod start(
      Path home, Path directory, Ensemble zookeeper, String address, String javaOptions)
      throws IOException {
    Path run = Files.createTempDirectory("pod-");
    SidecarFiles files =
        new SidecarFiles(directory)
            .provides(SERVICE, address, Answering.PORT, 0.2)
            .calls(SERVICE, 3213, List.of());
    files.write(zookeeper, address);
    Child haproxy =
        Child.start(
            List.of(home.resolve("bin/haproxy-container").toString(), run.toString()),
            Map.of("SMARTSTACK_HAPROXY_GRACE", "0"),
            directory.resolve("haproxy.log"));
    List<String> command = new ArrayList<>(files.arguments(address));
    command.set(0, home.resolve("bin/sidecar").toString());
    command.addAll(
        List.of(
            "--admin",
            address + ":3210",
            "--state-dir",
            run.toString(),
            "--haproxy",
            "beside",
            "--drain-file",
            run.resolve("drain").toString(),
            "--report",
            "/smartstack/sidecars/default/" + address));
    Child sidecar =
        Child.start(
            command, Map.of("SMARTSTACK_JAVA_OPTIONS", javaOptions), directory.resolve("log"));
    return new Pod(haproxy, sidecar, run);
  }

  static final String SERVICE = "service";

  long jvm() {
    return sidecar.pid();
  }

  List<Long> haproxies() {
    return Processes.below(run, "haproxy");
  }

  /** PSS of the JVM and of HAProxy's master and worker, in MiB. */
  double pss() throws IOException {
    return Processes.pssMebibytes(jvm()) + haproxyPss();
  }

  double haproxyPss() throws IOException {
    double sum = 0;
    for (long pid : haproxies()) {
      sum += Processes.pssMebibytes(pid);
    }
    return sum;
  }

  Path log() {
    return sidecar.log();
  }

  boolean lives() {
    return sidecar.lives();
  }

  @Override
  public void close() {
    sidecar.close();
    haproxy.close();
    haproxies().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    try (var files = Files.walk(run)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // It lies in the temporary directory.
      return;
    }
  }
}
