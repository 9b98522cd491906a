// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nerve, Synapse or both, started with the flags of the image, and the HAProxy that Synapse starts.
 */
public final class Sidecar implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> FLAGS = List.of("@" + Checkout.file("dist/java-options"));

  private static final Logger log = LoggerFactory.getLogger(Sidecar.class);

  private final Child process;
  private final Path state;
  private final String address;
  private final int port;

  private Sidecar(Child process, Path state, String address, int port) {
    this.process = process;
    this.state = state;
    this.address = address;
    this.port = port;
  }

  /**
   * Starts one; returns before it is ready.
   *
   * @param directory where its log goes; its state goes to a temporary directory, since the paths
   *     of HAProxy's sockets must be short
   * @param address loopback address of its admin endpoint, whose port is 3210
   * @param arguments the command ({@code nerve}, {@code synapse} or {@code sidecar}) and its
   *     options but those two
   */
  public static Sidecar start(Path directory, String address, List<String> arguments)
      throws IOException {
    Path state = Files.createTempDirectory("smartstack-");
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--admin", address + ":3210", "--state-dir", state.toString()));
    Child process =
        Child.start(
            Jvm.command(FLAGS, "io.smartstack.sidecar.Main", all),
            Map.of("MALLOC_ARENA_MAX", "1"),
            directory.resolve("log"));
    return new Sidecar(process, state, address, 3210);
  }

  /** The JVM. */
  public Child process() {
    return process;
  }

  /** The runtime socket of its HAProxy. */
  public Path haproxySocket() {
    return state.resolve("haproxy.sock");
  }

  /** Its HAProxy's processes: master and workers. */
  public List<Long> haproxies() {
    return Processes.below(state, "haproxy");
  }

  /** Waits until the admin endpoint answers 200 at a path such as {@code /ready}. */
  public Sidecar await(String path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ask(path).startsWith("HTTP/1.1 200")) {
      if (System.nanoTime() > deadline || !process.lives()) {
        throw new IOException("not " + path + "; see " + process.log());
      }
      Thread.sleep(20);
    }
    return this;
  }

  /** The value of one meter at {@code /metrics}, its series summed; 0 when there is none. */
  public double meter(String name) {
    return ask("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The whole answer of the admin endpoint, its head too; empty when there is none. */
  public String ask(String path) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      socket.setSoTimeout(5000);
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends the process and its HAProxy. */
  @Override
  public void close() {
    process.close();
    haproxies().forEach(Sidecar::end);
    try (var files = Files.walk(state)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      log.debug("{} stays: {}", state, e.toString());
    }
  }

  private static void end(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(handle -> {
          handle.destroyForcibly();
          handle.onExit().join();
        });
  }
}
