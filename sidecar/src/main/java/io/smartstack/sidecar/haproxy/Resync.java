// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what a running HAProxy must be told so that it serves what the file says. */
final class Resync {

  private Resync() {}

  /** The changes, removals first. Sections that the text doesn't have are not looked at. */
  static List<ServerChange> changes(Rendered wanted, List<ServerState> seen) {
    List<ServerChange> changes = new ArrayList<>();
    for (BackendSection section : ours(wanted)) {
      Map<String, ServerState> states = new HashMap<>();
      seen.stream()
          .filter(state -> state.section().equals(section.name()))
          .forEach(state -> states.put(state.server(), state));
      for (ServerLine line : section.servers()) {
        ServerState state = states.remove(line.name());
        if (state == null) {
          String options = ServerOptions.join(section.defaultServer(), line.options());
          changes.add(new ServerChange.Add(section.name(), line.withOptions(options)));
        } else if (line.disabled()) {
          empty(changes, section, line, state);
        } else {
          mend(changes, section, line, state);
        }
      }
      for (String gone : states.keySet()) {
        changes.addFirst(new ServerChange.Remove(section.name(), gone));
      }
    }
    return List.copyOf(changes);
  }

  /** Not those of the configuration's extra sections: their servers are the user's. */
  private static List<BackendSection> ours(Rendered wanted) {
    return wanted.sections().stream().filter(section -> !section.service().isEmpty()).toList();
  }

  private static void empty(
      List<ServerChange> changes, BackendSection section, ServerLine line, ServerState state) {
    if (!state.maintenance()) {
      changes.add(new ServerChange.Empty(section.name(), line.name()));
    }
  }

  private static void mend(
      List<ServerChange> changes, BackendSection section, ServerLine line, ServerState state) {
    HostPort address = HostPort.of(line.address());
    boolean moved =
        section.fixed() != null
            && isElsewhere(address.host(), state.address(), address.port() != state.port());
    boolean wantedOff =
        OptionWords.of(line.options()).map(w -> w.contains("disabled")).orElse(true);
    if (moved || (state.maintenance() && !wantedOff)) {
      changes.add(new ServerChange.Fill(section.name(), line));
    } else if (section.weighable() && state.weight() != line.weight()) {
      changes.add(new ServerChange.Weigh(section.name(), line.name(), line.weight()));
    }
  }

  /** A host name is left as it is: only digits can be compared. */
  private static boolean isElsewhere(String wanted, String seen, boolean otherPort) {
    try {
      return otherPort || !InetAddress.ofLiteral(wanted).equals(InetAddress.ofLiteral(seen));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
