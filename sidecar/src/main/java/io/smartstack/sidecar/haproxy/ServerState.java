// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One server as {@code show servers state} tells it.
 *
 * @param section the backend section's name
 * @param server the server's name
 * @param address its address in digits, {@code -} when it has none
 * @param port its port
 * @param weight the weight in force
 * @param maintenance whether somebody put it into maintenance
 */
record ServerState(
    String section, String server, String address, int port, int weight, boolean maintenance) {

  /** The bits of {@code srv_admin_state} that a command or the word {@code disabled} sets. */
  private static final int FORCED_OR_CONFIGURED = 0x01 | 0x04;

  /** Reads HAProxy's answer; lines it doesn't understand are left out. */
  static List<ServerState> parse(String answer) {
    List<ServerState> states = new ArrayList<>();
    Map<String, Integer> columns = new HashMap<>();
    for (String line : answer.split("\n", -1)) {
      String[] words = line.strip().split(" +");
      if (line.startsWith("#")) {
        for (int i = 1; i < words.length; i++) {
          columns.put(words[i], i - 1);
        }
      } else if (words.length >= 19 && !columns.isEmpty()) {
        states.add(read(words, columns));
      }
    }
    return states;
  }

  private static ServerState read(String[] words, Map<String, Integer> columns) {
    return new ServerState(
        words[columns.getOrDefault("be_name", 1)],
        words[columns.getOrDefault("srv_name", 3)],
        words[columns.getOrDefault("srv_addr", 4)],
        Integer.parseInt(words[columns.getOrDefault("srv_port", 18)]),
        Integer.parseInt(words[columns.getOrDefault("srv_uweight", 7)]),
        (Integer.parseInt(words[columns.getOrDefault("srv_admin_state", 6)]) & FORCED_OR_CONFIGURED)
            != 0);
  }
}
