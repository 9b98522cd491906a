// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.utils.ZKPaths;

/** The backends of one path, brought up to date by what changed. */
final class Backends {

  private static final Comparator<RegisteredBackend> ORDER =
      Comparator.comparing(RegisteredBackend::name).thenComparingLong(RegisteredBackend::czxid);

  private final String path;
  private final Map<String, RegisteredBackend> byZnode = new HashMap<>();
  private List<RegisteredBackend> sorted = List.of();

  Backends(String path) {
    this.path = path;
  }

  /** Whether it makes a difference. */
  boolean take(TreeChange change) {
    if (change.first()) {
      byZnode.clear();
    }
    byZnode.keySet().removeAll(change.gone());
    change
        .znodes()
        .forEach((znode, content) -> {
          if (ZKPaths.getPathAndNode(znode).getPath().equals(path)) {
            RegisteredBackend.of(ZKPaths.getNodeFromPath(znode), content)
                .ifPresentOrElse(
                    backend -> byZnode.put(znode, backend), () -> byZnode.remove(znode));
          }
        });
    List<RegisteredBackend> before = sorted;
    sorted = byZnode.values().stream().sorted(ORDER).toList();
    return !sorted.equals(before);
  }

  /** By their names. */
  List<RegisteredBackend> all() {
    return sorted;
  }
}
