// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * What is no longer as it was in a tree.
 *
 * @param first whether nothing was told of the tree before, so that nothing else is there
 * @param znodes those that are new or were written, by their paths
 * @param gone paths of those that are no more
 */
record TreeChange(boolean first, Map<String, Znode> znodes, Set<String> gone) {

  /**
   * Brings what is known up to date.
   *
   * @param first whether nothing was known
   * @param known by the znodes' paths, the transaction that wrote each last
   * @param paths that were read, each with everything below it
   * @param found what is there
   */
  static TreeChange of(
      boolean first,
      NavigableMap<String, Long> known,
      List<String> paths,
      Map<String, Znode> found) {
    Set<String> gone = new HashSet<>();
    for (String path : paths) {
      gone.addAll(below(known, path).keySet());
      if (known.containsKey(path)) {
        gone.add(path);
      }
    }
    gone.removeAll(found.keySet());
    known.keySet().removeAll(gone);
    Map<String, Znode> written = new HashMap<>();
    found.forEach((path, znode) -> {
      Long before = known.put(path, znode.mzxid());
      if (before == null || before != znode.mzxid()) {
        written.put(path, znode);
      }
    });
    return new TreeChange(first, written, gone);
  }

  private static Map<String, Long> below(NavigableMap<String, Long> known, String path) {
    // '0' is the character after '/'.
    return known.subMap(path + "/", path + "0");
  }

  /** Whether there is nothing to tell. */
  boolean isEmpty() {
    return !first && znodes.isEmpty() && gone.isEmpty();
  }
}
