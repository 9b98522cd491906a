// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who follows whom: what is to be done about the znodes found for one instance of a service.
 *
 * @param keep the znode that stays this reporter's, null when one must be created
 * @param rewrite whether the kept znode's data is out of date
 * @param retire znodes that must go, together with the creation if there is one
 */
record Succession(@Nullable Found keep, boolean rewrite, List<Found> retire) {

  /**
   * A znode that may be ours.
   *
   * @param path its path
   * @param owner the session it ends with, 0 when it is persistent
   * @param version of its data
   * @param named whether it has the name this reporter would give it today
   * @param current whether its data is what this reporter would write today
   * @param sameInstance whether its data speaks of the same host, port and name
   */
  record Found(
      String path, long owner, int version, boolean named, boolean current, boolean sameInstance) {}

  /**
   * Decides for a service that is up.
   *
   * @param session this process's session
   * @param first whether this reporter has not settled before: only then are znodes of other
   *     sessions taken over, or two processes would depose each other for ever
   */
  static Succession up(List<Found> found, NodeType type, long session, boolean first) {
    List<Found> retire = new ArrayList<>(down(found, type, session, first).retire);
    Found keep =
        found.stream()
            .filter(znode -> ours(znode, type, session) && znode.named)
            .min(Comparator.comparing((Found z) -> !z.current).thenComparing(Found::path))
            .orElse(null);
    retire.remove(keep);
    return new Succession(keep, keep != null && !keep.current, List.copyOf(retire));
  }

  /** Decides for a service that is down: everything that is ours goes. */
  static Succession down(List<Found> found, NodeType type, long session, boolean first) {
    return new Succession(
        null,
        false,
        found.stream().filter(z -> ours(z, type, session) || (first && z.sameInstance)).toList());
  }

  // A znode without a number is known by its name alone, as it is in Ruby.
  private static boolean ours(Found znode, NodeType type, long session) {
    return znode.owner == (type.ephemeral() ? session : 0)
        && (znode.sameInstance || (znode.named && !type.sequential()));
  }
}
