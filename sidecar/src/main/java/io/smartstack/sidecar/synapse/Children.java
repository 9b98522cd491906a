// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.synapse.SynapseStatus.LeftOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The children of one service's znode, as far as they were read. */
final class Children {

  private final Map<String, Child> byName = new HashMap<>();
  private final Map<String, LeftOut> leftOut = new TreeMap<>();

  /**
   * Takes what a child says.
   *
   * @return whether it is broken in a way that was not known before
   */
  boolean put(String znode, Child child, Instant now) {
    byName.put(znode, child);
    if (!(child instanceof Child.Broken broken)) {
      leftOut.remove(znode);
      return false;
    }
    LeftOut known = leftOut.get(znode);
    if (known != null && known.reason().equals(broken.reason())) {
      return false;
    }
    leftOut.put(znode, new LeftOut(znode, broken.reason(), now));
    return true;
  }

  void remove(String znode) {
    byName.remove(znode);
    leftOut.remove(znode);
  }

  /** Forgets all others. */
  void keepOnly(Collection<String> znodes) {
    Set<String> present = Set.copyOf(znodes);
    byName.keySet().retainAll(present);
    leftOut.keySet().retainAll(present);
  }

  /** The usable ones, oldest registration first: by sequence number, then by the znode's name. */
  List<Backend> backends() {
    record Named(String znode, Backend backend) {}
    List<Named> usable = new ArrayList<>();
    byName.forEach((znode, child) -> {
      if (child instanceof Child.Usable(Backend backend)) {
        usable.add(new Named(znode, backend));
      }
    });
    return usable.stream()
        .sorted(
            comparing((Named named) -> named.backend().id(), nullsLast(naturalOrder()))
                .thenComparing(Named::znode))
        .map(Named::backend)
        .toList();
  }

  List<LeftOut> leftOut() {
    return List.copyOf(leftOut.values());
  }
}
