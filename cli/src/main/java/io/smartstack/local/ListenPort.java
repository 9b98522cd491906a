// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An address a process is going to listen on.
 *
 * @param address the machine's own
 * @param port its port
 */
record ListenPort(String address, int port) {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Path TCP6 = Path.of("/proc/net/tcp6");
  private static final String V4_MAPPED = "0000000000000000FFFF0000";
  private static final String LISTENING = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /**
   * Refuses when somebody listens there, and says who. Waits a moment first: a killed process keeps
   * its sockets until its last thread has ended.
   */
  void requireFree(Machine machine) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!free()) {
      if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
        String who = owner().map(name -> "taken by " + name).orElse("taken, or no address of here");
        throw new LocalException("%s: %s can't be had: %s".formatted(machine.name(), this, who));
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean free() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The process that listens there, as far as this user may see it. */
  Optional<String> owner() {
    try {
      return inode().flatMap(ListenPort::holder);
    } catch (IOException noProc) {
      return Optional.empty();
    }
  }

  private Optional<String> inode() throws IOException {
    String exact = hex(InetAddress.getByName(address).getAddress()) + ":%04X".formatted(port);
    String any = "0+:%04X".formatted(port);
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
    // A server that takes IPv6 too, as Java's do, has its IPv4 address mapped into the other table.
    if (Files.exists(TCP6)) {
      Files.readAllLines(TCP6).forEach(line -> lines.add(line.replace(V4_MAPPED, "")));
    }
    return lines.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
        .filter(fields -> fields[LOCAL].equals(exact) || fields[LOCAL].matches(any))
        .map(fields -> fields[INODE])
        .findFirst();
  }

  private static String hex(byte[] ipv4) {
    // The kernel prints the address as a little-endian word.
    return "%02X%02X%02X%02X".formatted(ipv4[3], ipv4[2], ipv4[1], ipv4[0]);
  }

  private static Optional<String> holder(String inode) {
    Path socket = Path.of("socket:[" + inode + "]");
    List<Long> pids = ProcessHandle.allProcesses().map(ProcessHandle::pid).toList();
    return pids.stream().filter(pid -> holds(pid, socket)).findFirst().map(ListenPort::named);
  }

  private static boolean holds(long pid, Path socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException notOurs) {
      return false;
    }
  }

  private static String named(long pid) {
    try {
      return "%s (pid %d)"
          .formatted(Files.readString(Path.of("/proc/" + pid + "/comm")).strip(), pid);
    } catch (IOException gone) {
      return "pid " + pid;
    }
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
