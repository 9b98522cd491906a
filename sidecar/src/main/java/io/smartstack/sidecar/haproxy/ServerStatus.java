// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What HAProxy says of one server.
 *
 * @param section the backend section's name
 * @param server the server's name
 * @param address {@code host:port} in digits
 * @param status {@code UP}, {@code DOWN}, {@code MAINT}, {@code no check} and so on, HAProxy's
 *     words
 * @param check the last check's result, for instance {@code L7OK}; empty when there is no check
 * @param weight the weight in force
 * @param sessions sessions now
 * @param changed seconds since it went up or down
 */
public record ServerStatus(
    String section,
    String server,
    String address,
    String status,
    String check,
    int weight,
    int sessions,
    int changed) {

  /** Reads the servers of an answer to {@code show stat}. */
  static List<ServerStatus> parse(String answer) {
    List<ServerStatus> servers = new ArrayList<>();
    Map<String, Integer> columns = new HashMap<>();
    for (String line : answer.lines().toList()) {
      List<String> cells = cells(line.startsWith("# ") ? line.substring(2) : line);
      if (line.startsWith("# ")) {
        cells.forEach(name -> columns.put(name, columns.size()));
      } else if (cells.size() > 1 && !columns.isEmpty()) {
        read(cells, columns, servers);
      }
    }
    return List.copyOf(servers);
  }

  private static void read(
      List<String> cells, Map<String, Integer> columns, List<ServerStatus> servers) {
    if (cell(cells, columns, "type").equals("2")) {
      servers.add(
          new ServerStatus(
              cell(cells, columns, "pxname"),
              cell(cells, columns, "svname"),
              cell(cells, columns, "addr"),
              cell(cells, columns, "status"),
              cell(cells, columns, "check_status"),
              number(cell(cells, columns, "weight")),
              number(cell(cells, columns, "scur")),
              number(cell(cells, columns, "lastchg"))));
    }
  }

  private static String cell(List<String> cells, Map<String, Integer> columns, String name) {
    int column = columns.getOrDefault(name, Integer.MAX_VALUE);
    return column < cells.size() ? cells.get(column) : "";
  }

  private static int number(String cell) {
    return cell.isEmpty() || cell.length() > 9 || !cell.chars().allMatch(Character::isDigit)
        ? 0
        : Integer.parseInt(cell);
  }

  /** The cells of a line; a quoted one may hold commas. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
