// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the runtime socket is told for each change, and what it answers when it obeyed. */
final class Commands {

  private Commands() {}

  /** One command and what it says when it was obeyed: nothing, or one of these. */
  record Command(String text, List<String> obeyed) {
    boolean accepts(String answer) {
      return answer.isEmpty() || obeyed.stream().anyMatch(answer::contains);
    }
  }

  /** The commands of a change, in order; empty when no command can say what the file says. */
  static Optional<List<Command>> of(ServerChange change) {
    return switch (change) {
      case ServerChange.Add(String section, ServerLine line) -> add(section, line);
      case ServerChange.Remove(String section, String server) ->
          Optional.of(List.of(state(section, server, "maint")));
      case ServerChange.Empty(String section, String server) ->
          Optional.of(List.of(state(section, server, "maint")));
      case ServerChange.Weigh(String section, String server, int weight) ->
          Optional.of(List.of(weight(section, server, weight)));
      case ServerChange.Fill(String section, ServerLine line) -> Optional.of(fill(section, line));
    };
  }

  /** Deletes a server that is in maintenance. */
  static Command delete(String section, String server) {
    return new Command("del server " + target(section, server), List.of("Server deleted"));
  }

  static Command state(String section, String server, String state) {
    return new Command("set server " + target(section, server) + " state " + state, List.of());
  }

  private static Command weight(String section, String server, int weight) {
    return new Command("set server " + target(section, server) + " weight " + weight, List.of());
  }

  private static List<Command> fill(String section, ServerLine line) {
    List<Command> commands = new ArrayList<>();
    // A host name was resolved when the file was read; only digits can be told.
    if (IpAddress.isLiteral(line.address())) {
      HostPort address = HostPort.of(line.address());
      commands.add(
          new Command(
              "set server "
                  + target(section, line.name())
                  + " addr "
                  + address.host()
                  + " port "
                  + address.port(),
              List.of("changed from", "no need to change")));
    }
    commands.add(weight(section, line.name(), line.weight()));
    commands.add(state(section, line.name(), "ready"));
    return commands;
  }

  private static Optional<List<Command>> add(String section, ServerLine line) {
    return IpAddress.isLiteral(line.address())
        ? OptionWords.of(line.options()).map(words -> added(section, line, words))
        : Optional.empty();
  }

  private static List<Command> added(String section, ServerLine line, List<String> words) {
    String target = target(section, line.name());
    List<Command> commands = new ArrayList<>();
    commands.add(
        new Command(
            "add server "
                + target
                + " "
                + HostPort.of(line.address()).text()
                + (line.id() > 0 ? " id " + line.id() : "")
                + " "
                + options(line, words),
            List.of("New server registered")));
    if (words.contains("check")) {
      commands.add(new Command("enable health " + target, List.of()));
    }
    if (words.contains("agent-check")) {
      commands.add(new Command("enable agent " + target, List.of()));
    }
    if (!line.disabled() && !words.contains("disabled")) {
      commands.add(state(section, line.name(), "ready"));
    }
    return commands;
  }

  private static String options(ServerLine line, List<String> words) {
    StringBuilder text = new StringBuilder();
    if (line.cookie() != null) {
      text.append(" cookie ").append(OptionWords.escaped(line.cookie()));
    }
    for (String word : words) {
      text.append(' ').append(OptionWords.escaped(word));
    }
    return text.isEmpty() ? "" : text.substring(1);
  }

  private static String target(String section, String server) {
    return OptionWords.escaped(section) + "/" + OptionWords.escaped(server);
  }
}
