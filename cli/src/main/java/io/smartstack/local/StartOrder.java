// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * In which order the servers of an ensemble start without losing data.
 *
 * <p>Were two empty servers to meet first, they would make a majority of three with nothing in it,
 * and the one that has the data would throw it away to follow them. So those with data come first,
 * with no more empty ones than a majority needs; the rest joins when that majority works.
 */
final class StartOrder {

  private StartOrder() {}

  /**
   * Groups to start one after the other, each when the one before serves.
   *
   * @param servers the whole ensemble
   * @param hasData whether a server holds data
   */
  static List<List<MachineSpec>> of(List<MachineSpec> servers, Predicate<MachineSpec> hasData) {
    List<MachineSpec> full = servers.stream().filter(hasData).toList();
    if (full.isEmpty() || full.size() == servers.size()) {
      return List.of(servers);
    }
    List<MachineSpec> first = new ArrayList<>(full);
    List<MachineSpec> rest = new ArrayList<>(servers.stream().filter(hasData.negate()).toList());
    int majority = servers.size() / 2 + 1;
    while (first.size() < majority) {
      first.add(rest.removeFirst());
    }
    return rest.isEmpty() ? List.of(first) : List.of(first, List.copyOf(rest));
  }
}
