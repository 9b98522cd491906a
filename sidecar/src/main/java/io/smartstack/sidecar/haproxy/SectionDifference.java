// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The difference in one backend section of equal structure.
 *
 * @param in receives changes that bring a server or keep it
 * @param out receives changes that take one away
 */
record SectionDifference(
    BackendSection live, BackendSection wanted, List<ServerChange> in, List<ServerChange> out) {

  /** Collects the changes; returns why the runtime socket can't make them, null when it can. */
  @Nullable String compare() {
    Map<String, ServerLine> before = byName(live);
    Map<String, ServerLine> after = byName(wanted);
    for (ServerLine line : wanted.servers()) {
      ServerLine old = before.get(line.name());
      String reason = old == null ? added(line) : changed(old, line);
      if (reason != null) {
        return "backend " + wanted.name() + ": " + reason;
      }
    }
    for (ServerLine line : live.servers()) {
      if (!after.containsKey(line.name())) {
        out.add(new ServerChange.Remove(wanted.name(), line.name()));
      }
    }
    return null;
  }

  /** A server that is not there yet; returns why it can't be added, null when it can. */
  @Nullable String added(ServerLine line) {
    String fileOnly = ServerOptions.fileOnly(line.options());
    if (wanted.fixed() != null) {
      return line.name() + " can't be added since " + wanted.fixed();
    } else if (fileOnly != null || line.disabled()) {
      String word = fileOnly == null ? "disabled" : fileOnly;
      return line.name() + " can't be added since its options say " + word;
    } else if (!IpAddress.isLiteral(line.address())) {
      return line.name() + " can't be added since its host is a name";
    }
    // A server that is added inherits nothing from default-server.
    String options = ServerOptions.join(wanted.defaultServer(), line.options());
    in.add(new ServerChange.Add(wanted.name(), line.withOptions(options)));
    return null;
  }

  private @Nullable String changed(ServerLine old, ServerLine line) {
    boolean otherWeight = old.weight() != line.weight();
    if (old.id() != line.id() || !Objects.equals(old.cookie(), line.cookie())) {
      return "the id or cookie of " + line.name() + " changed";
    } else if (!fixedOptions(old).equals(fixedOptions(line))) {
      return "the options of " + line.name() + " changed";
    } else if (line.disabled()) {
      if (!old.disabled()) {
        out.add(new ServerChange.Empty(wanted.name(), line.name()));
      }
      return null;
    } else if (otherWeight && !wanted.weighable()) {
      return "the weight of " + line.name() + " can't change at run time";
    } else if (old.disabled() || !old.address().equals(line.address())) {
      return filled(old, line);
    } else if (otherWeight) {
      in.add(new ServerChange.Weigh(wanted.name(), line.name(), line.weight()));
    }
    return null;
  }

  private @Nullable String filled(ServerLine old, ServerLine line) {
    boolean moves = !old.address().equals(line.address());
    if (moves && !Allocator.isSlot(line.name())) {
      return "the address of " + line.name() + " changed";
    } else if (moves && !IpAddress.isLiteral(line.address())) {
      return line.name() + " can't be filled since its host is a name";
    }
    in.add(new ServerChange.Fill(wanted.name(), line));
    return null;
  }

  private static String fixedOptions(ServerLine line) {
    return String.join(" ", Words.of(ServerOptions.withoutWeight(line.options())));
  }

  private static Map<String, ServerLine> byName(BackendSection section) {
    return section.servers().stream()
        .collect(Collectors.toMap(ServerLine::name, Function.identity(), (first, again) -> first));
  }
}
