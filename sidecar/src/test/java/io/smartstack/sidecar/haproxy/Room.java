// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.HaproxyConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig.BackendOrder;
import io.smartstack.sidecar.config.HaproxyServiceConfig.Bind;
import io.smartstack.sidecar.config.HaproxyServiceConfig.CookieValueMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One directory with a real HAProxy, its backends, and whatever must be ended afterwards. */
final class Room implements AutoCloseable {

  final Path directory;
  final Path file;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Haproxy> opened = new ArrayList<>();
  private final List<TinyBackend> backends = new ArrayList<>();

  Room(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("haproxy.cfg");
  }

  /** The top-level section of a Synapse that runs HAProxy itself. */
  HaproxyConfig config() {
    return config(List.of("maxconn 500"), null, List.of());
  }

  HaproxyConfig config(List<String> global, @Nullable String reloadCommand, List<Path> sockets) {
    return new HaproxyConfig(
        global,
        List.of("mode http", "timeout connect 2s", "timeout client 30s", "timeout server 30s"),
        Map.of(),
        true,
        file,
        true,
        sockets,
        true,
        reloadCommand,
        false,
        null,
        null,
        "127.0.0.1",
        null,
        Duration.ofMillis(200),
        0,
        null,
        Duration.ofDays(1),
        1L,
        65535,
        true);
  }

  /** The same section with other global lines and another pace. */
  static HaproxyConfig with(HaproxyConfig config, List<String> global, Duration restartInterval) {
    return with(config, global, restartInterval, config.doSocket(), config.doReloads());
  }

  /** The same section with other switches. */
  static HaproxyConfig with(HaproxyConfig config, boolean doSocket, boolean doReloads) {
    return with(config, config.global(), config.restartInterval(), doSocket, doReloads);
  }

  /** The same section with another file. */
  static HaproxyConfig with(HaproxyConfig config, Path file) {
    return with(
        config,
        file,
        config.global(),
        config.restartInterval(),
        config.doSocket(),
        config.doReloads());
  }

  private static HaproxyConfig with(
      HaproxyConfig config,
      List<String> global,
      Duration restartInterval,
      boolean doSocket,
      boolean doReloads) {
    return with(config, config.configFilePath(), global, restartInterval, doSocket, doReloads);
  }

  private static HaproxyConfig with(
      HaproxyConfig config,
      @Nullable Path file,
      List<String> global,
      Duration restartInterval,
      boolean doSocket,
      boolean doReloads) {
    return new HaproxyConfig(
        global,
        config.defaults(),
        config.extraSections(),
        config.doWrites(),
        file,
        doSocket,
        config.socketFilePaths(),
        doReloads,
        config.reloadCommand(),
        config.doChecks(),
        config.checkCommand(),
        config.candidateConfigFilePath(),
        config.bindAddress(),
        config.sharedFrontend(),
        restartInterval,
        config.restartJitter(),
        config.stateFilePath(),
        config.stateFileTtl(),
        config.serverOrderSeed(),
        config.maxServerId(),
        config.useNerveWeights());
  }

  Haproxy open(HaproxyConfig config) {
    return open(config, Keeper.OWN);
  }

  Haproxy open(HaproxyConfig config, Keeper keeper) {
    Haproxy haproxy = new Haproxy(config, directory, keeper, metrics);
    opened.add(haproxy);
    haproxy.start();
    return haproxy;
  }

  TinyBackend backend(String name) throws IOException {
    TinyBackend backend = new TinyBackend(name);
    backends.add(backend);
    return backend;
  }

  static Backend server(String name, int port, @Nullable Integer weight, @Nullable String options) {
    return new Backend(name, "127.0.0.1", Port.of(port), null, weight, options, Map.of(), true);
  }

  static Backend server(String name, TinyBackend backend) {
    return server(name, backend.port(), null, null);
  }

  static ProxiedService service(String name, int port, Backend... backends) {
    return service(name, port, List.of(), backends);
  }

  static ProxiedService service(
      String name, int port, List<String> directives, Backend... backends) {
    return new ProxiedService(
        name,
        new HaproxyServiceConfig(
            false,
            new Bind.OnPort(Integer.toString(port)),
            null,
            "",
            "check inter 500ms rise 1 fall 2",
            List.of(),
            directives,
            List.of("mode http"),
            null,
            BackendOrder.ASC,
            List.of(),
            CookieValueMethod.NAME),
        List.of(backends));
  }

  /** The same service with another {@code backend_name}. */
  static ProxiedService named(String backendName, ProxiedService service) {
    HaproxyServiceConfig config = service.config();
    return new ProxiedService(
        service.name(),
        new HaproxyServiceConfig(
            config.disabled(),
            config.bind(),
            config.bindAddress(),
            config.bindOptions(),
            config.serverOptions(),
            config.frontend(),
            config.backend(),
            config.listen(),
            backendName,
            config.backendOrder(),
            config.sharedFrontend(),
            config.cookieValueMethod()),
        service.backends());
  }

  /** Waits for something that may throw while it isn't so yet. */
  static void until(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(condition);
  }

  String text() throws IOException {
    return Files.readString(file);
  }

  @Override
  public void close() throws IOException {
    opened.forEach(Haproxy::close);
    for (TinyBackend backend : backends) {
      backend.close();
    }
    endHaproxies();
  }

  /** Ends the HAProxies of this directory, and no others. */
  void endHaproxies() {
    List<ProcessHandle> running = ProcessHandle.allProcesses().filter(this::isOurs).toList();
    running.forEach(ProcessHandle::destroyForcibly);
    // Only these: another may have been started again by now.
    until(() -> running.stream().noneMatch(ProcessHandle::isAlive));
  }

  private boolean isOurs(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return line.contains(directory.toString())
          && (line.startsWith("/usr/sbin/haproxy") || line.startsWith("haproxy"));
    } catch (IOException e) {
      return false;
    }
  }
}
