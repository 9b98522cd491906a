// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyServiceConfig.BackendOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;

/** The order of the server lines. */
final class ServerOrder {

  private ServerOrder() {}

  /** Sorted as {@code backend_order} says; a shuffle moves nobody when another comes or goes. */
  static List<Candidate> sorted(List<Candidate> servers, BackendOrder order, long seed) {
    return switch (order) {
      case NO_SHUFFLE -> servers;
      case ASC -> servers.stream().sorted(Comparator.comparing(Candidate::name)).toList();
      case DESC ->
          servers.stream().sorted(Comparator.comparing(Candidate::name).reversed()).toList();
      case SHUFFLE ->
          servers.stream()
              .sorted(
                  Comparator.comparingLong((Candidate server) -> lot(seed, server.name()))
                      .thenComparing(Candidate::name))
              .toList();
    };
  }

  private static long lot(long seed, String name) {
    CRC32 crc = new CRC32();
    crc.update((seed + "\n" + name).getBytes(StandardCharsets.UTF_8));
    // CRC is linear: mixing keeps names that differ in one digit from staying neighbours.
    long mixed = (crc.getValue() + seed) * 0x9E3779B97F4A7C15L;
    return (mixed ^ (mixed >>> 29)) >>> 1;
  }
}
