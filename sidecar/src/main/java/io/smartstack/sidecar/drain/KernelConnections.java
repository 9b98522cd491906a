// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code /proc/net/tcp} and {@code tcp6}. A connection the server closed first stays visible
 * there for a minute (TIME_WAIT), so short ones are seen too.
 */
public final class KernelConnections implements Connections {

  private static final Logger log = LoggerFactory.getLogger(KernelConnections.class);
  private static final String LISTEN = "0A";
  private static final String V4_MAPPED = "0000000000000000FFFF0000";

  private final Path proc;

  /** Reads this network namespace's own table. */
  public KernelConnections() {
    this(Path.of("/proc/net"));
  }

  KernelConnections(Path proc) {
    this.proc = proc;
  }

  @Override
  public Set<String> to(Set<InetSocketAddress> services) {
    Set<String> ends = new HashSet<>();
    services.forEach(service -> ends.add(localEnd(service)));
    Set<String> found = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(proc.resolve(table))) {
        lines.skip(1).map(String::strip).forEach(line -> collect(line, ends, found));
      } catch (IOException | UncheckedIOException absent) {
        // A machine without IPv6 has no tcp6; one without /proc has no connection to wait for.
        log.debug("drain: {} can't be read", table, absent);
      }
    }
    return found;
  }

  private static void collect(String line, Set<String> ends, Set<String> found) {
    // sl local_address rem_address st ...: addresses are HEX:PORT
    String[] columns = line.split("\\s+", 5);
    if (columns.length < 5 || columns[3].equals(LISTEN)) {
      return;
    }
    String local = columns[1].replace(V4_MAPPED, "");
    String port = local.substring(local.lastIndexOf(':'));
    if (ends.contains(local) || ends.contains(port)) {
      found.add(local + "<" + columns[2]);
    }
  }

  /** {@code HEX:PORT} as the tables have it, or {@code :PORT} when every address counts. */
  private static String localEnd(InetSocketAddress service) {
    String port = ":%04X".formatted(service.getPort());
    InetAddress address = service.getAddress();
    if (address == null || address.isAnyLocalAddress() || !isOurs(address)) {
      return port;
    }
    byte[] bytes = address.getAddress();
    StringBuilder hex = new StringBuilder();
    // The kernel prints words of four bytes, each as a little-endian number.
    for (int word = 0; word < bytes.length; word += 4) {
      for (int i = 3; i >= 0; i--) {
        hex.append("%02X".formatted(bytes[word + i]));
      }
    }
    return hex + port;
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return false;
    }
  }
}
