// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.synapse.SynapseStatus.LeftOut;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The children of one service's znode, as far as they were read. */
final class Children {

  /** A child's place among its siblings. */
  private record Place(@Nullable Long id, String znode) {
    private static final Comparator<Place> OLDEST_FIRST =
        comparing(Place::id, nullsLast(naturalOrder())).thenComparing(Place::znode);
  }

  private final Map<String, Place> usable = new HashMap<>();
  private final TreeMap<Place, Backend> inOrder = new TreeMap<>(Place.OLDEST_FIRST);
  private final Map<String, LeftOut> leftOut = new TreeMap<>();

  /**
   * Takes what a child says.
   *
   * @return whether it is broken in a way that was not known before
   */
  boolean put(String znode, Child child, Instant now) {
    forget(znode);
    if (child instanceof Child.Usable(Backend backend)) {
      Place place = new Place(backend.id(), znode);
      usable.put(znode, place);
      inOrder.put(place, backend);
    }
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
    forget(znode);
    leftOut.remove(znode);
  }

  private void forget(String znode) {
    Place place = usable.remove(znode);
    if (place != null) {
      inOrder.remove(place);
    }
  }

  /** Forgets all others. */
  void keepOnly(Collection<String> znodes) {
    Set<String> present = Set.copyOf(znodes);
    List.copyOf(usable.keySet()).stream()
        .filter(znode -> !present.contains(znode))
        .forEach(this::forget);
    leftOut.keySet().retainAll(present);
  }

  /** The usable ones, oldest registration first: by sequence number, then by the znode's name. */
  List<Backend> backends() {
    return List.copyOf(inOrder.values());
  }

  List<LeftOut> leftOut() {
    return List.copyOf(leftOut.values());
  }
}
