// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives machines addresses: a machine that was here before keeps its own. */
final class LoopbackAddresses {

  private static final String NETWORK = "127.168.";
  private static final int FIRST_NET = 11;
  private static final int LAST_NET = 255;
  private static final int FIRST_HOST = 101;
  private static final int LAST_HOST = 254;

  private final Map<String, String> known = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Nothing is given yet.
   *
   * @param base the directory of all machines, which remembers their addresses
   * @param others machines that have addresses of their own
   */
  LoopbackAddresses(Path base, List<MachineSpec> others) {
    others.forEach(machine -> taken.add(machine.address()));
    if (Files.isDirectory(base)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, Files::isDirectory)) {
        for (Path folder : folders) {
          Path address = folder.resolve(Machine.ADDRESS);
          if (Files.isReadable(address)) {
            known.put(folder.getFileName().toString(), Files.readString(address).strip());
          }
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(base + " can't be read", failure);
      }
    }
  }

  /** An address that no other machine has. */
  String of(String machine) {
    String before = known.get(machine);
    if (before != null && !before.isEmpty() && taken.add(before)) {
      return before;
    }
    for (int net = FIRST_NET; net <= LAST_NET; net++) {
      for (int host = FIRST_HOST; host <= LAST_HOST; host++) {
        String address = NETWORK + net + "." + host;
        if (!known.containsValue(address) && taken.add(address)) {
          return address;
        }
      }
    }
    throw new LocalException("there is no loopback address left for " + machine);
  }
}
