// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sections that can't be written at all, whatever HAProxy would say of them. They are left out like
 * those that HAProxy refuses, so that the last good section stays.
 */
final class Unwritable {

  private final Set<String> taken;

  /**
   * @param headings of the extra sections, whose names nobody else may take
   */
  Unwritable(Collection<String> headings) {
    taken = new HashSet<>();
    for (String heading : headings) {
      List<String> words = Words.of(heading);
      if (words.size() == 2) {
        taken.add(words.get(1));
      }
    }
  }

  /**
   * What can't be written; a service whose backend has its own name has the first right to it, then
   * those that must keep what they had.
   */
  Omissions among(List<ProxiedService> wanted, Map<String, ProxiedService> good, Instant now) {
    Set<String> names = new HashSet<>(taken);
    List<Omission> unwritable = new ArrayList<>();
    for (Right right : Right.values()) {
      for (ProxiedService service : wanted) {
        if (service.config().disabled() || Right.of(service) != right) {
          continue;
        }
        String problem = ServiceLines.problem(service);
        String name = ServiceLines.backendName(service);
        if (problem != null || !names.add(name)) {
          String reason = problem == null ? "another section is named " + name : problem;
          unwritable.add(omission(service, reason, now));
          ProxiedService last = good.get(service.name());
          names.add(last == null ? service.name() : ServiceLines.backendName(last));
        }
      }
    }
    return new Omissions(unwritable);
  }

  /** The right to a name, the first right first. */
  private enum Right {
    OWN_NAME,
    LAST_NAME,
    OTHER_NAME;

    static Right of(ProxiedService service) {
      if (ServiceLines.problem(service) != null) {
        return LAST_NAME;
      }
      boolean own = ServiceLines.backendName(service).equals(service.name());
      return own ? OWN_NAME : OTHER_NAME;
    }
  }

  /** Never to be asked again: each attempt looks for itself. */
  private static Omission omission(ProxiedService service, String problem, Instant now) {
    return new Omission(service.name(), service.config(), null, "", problem, now, Ticks.NEVER);
  }
}
