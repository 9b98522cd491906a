// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a running HAProxy serves with what it shall serve. */
final class Differences {

  private Differences() {}

  /**
   * What must happen for {@code live} to become {@code wanted}. The order of servers can't be seen
   * at run time: when only that differs, nothing must happen but to write the file.
   */
  static Difference between(Rendered live, Rendered wanted) {
    if (!live.structure().equals(wanted.structure())) {
      return new Difference.Structure(reason(live, wanted));
    }
    List<ServerChange> in = new ArrayList<>();
    List<ServerChange> out = new ArrayList<>();
    for (int i = 0; i < wanted.sections().size(); i++) {
      SectionDifference section =
          new SectionDifference(live.sections().get(i), wanted.sections().get(i), in, out);
      String reason = section.compare();
      if (reason != null) {
        return new Difference.Structure(reason);
      }
    }
    // Whoever comes is there before anybody goes: no moment with too few servers.
    in.addAll(out);
    return in.isEmpty() ? new Difference.None() : new Difference.Servers(List.copyOf(in));
  }

  private static String reason(Rendered live, Rendered wanted) {
    Set<String> before = names(live);
    Set<String> after = names(wanted);
    Set<String> services =
        wanted.sections().stream().map(BackendSection::name).collect(Collectors.toSet());
    for (String name : after) {
      if (!before.contains(name)) {
        return (services.contains(name) ? "service " + name : "section " + name) + " is new";
      }
    }
    for (String name : before) {
      if (!after.contains(name)) {
        return "service " + name + " is gone";
      }
    }
    return firstDifference(live.structure(), wanted.structure());
  }

  private static String firstDifference(String live, String wanted) {
    List<String> before = live.lines().toList();
    List<String> after = wanted.lines().toList();
    for (String line : after) {
      if (!before.contains(line)) {
        return "a directive is new: " + line.strip();
      }
    }
    for (String line : before) {
      if (!after.contains(line)) {
        return "a directive is gone: " + line.strip();
      }
    }
    return "directives moved";
  }

  private static Set<String> names(Rendered rendered) {
    Function<BackendSection, String> name = BackendSection::name;
    return rendered.sections().stream()
        .map(name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
