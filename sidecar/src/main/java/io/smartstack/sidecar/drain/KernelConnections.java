// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final Path proc;

  /** Reads this network namespace's own table. */
  public KernelConnections() {
    this(Path.of("/proc/net"));
  }

  KernelConnections(Path proc) {
    this.proc = proc;
  }

  @Override
  public Set<String> to(Set<Integer> ports) {
    Set<String> found = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(proc.resolve(table))) {
        lines.skip(1).map(String::strip).forEach(line -> collect(line, ports, found));
      } catch (IOException | UncheckedIOException absent) {
        // A machine without IPv6 has no tcp6; one without /proc has no connection to wait for.
        log.debug("drain: {} can't be read", table, absent);
      }
    }
    return found;
  }

  private static void collect(String line, Set<Integer> ports, Set<String> found) {
    // sl local_address rem_address st ...: addresses are HEX:PORT
    String[] columns = line.split("\\s+", 5);
    if (columns.length < 5 || columns[3].equals(LISTEN)) {
      return;
    }
    String local = columns[1];
    int port = Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16);
    if (ports.contains(port)) {
      found.add(local + "<" + columns[2]);
    }
  }
}
