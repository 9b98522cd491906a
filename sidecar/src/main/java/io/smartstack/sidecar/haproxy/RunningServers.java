// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of one HAProxy process, changed through its runtime socket. A server that goes is put
 * into maintenance at once and deleted when its last connection has ended.
 *
 * <p>The connection on which HAProxy was last asked who it is stays open for what it is to be told,
 * until it is asked again: it leads to the process that was seen then, and a change need not wait
 * for a connection of its own.
 */
final class RunningServers {

  private static final Logger log = LoggerFactory.getLogger(RunningServers.class);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

  private final RuntimeSocket socket;
  private final MeterRegistry metrics;
  private final Ticks ticks = Ticks.begin();
  private final Map<String, Deletion> deletions = new LinkedHashMap<>();
  private volatile int waiting;
  private @Nullable Worker known;
  private @Nullable Conversation open;
  private boolean unsure = true;

  RunningServers(RuntimeSocket socket, MeterRegistry metrics) {
    this.socket = socket;
    this.metrics = metrics;
  }

  /**
   * A server in maintenance that waits to be deleted; {@code line} is null when it is not known.
   */
  private record Deletion(
      String section, String server, @Nullable ServerLine line, Duration giveUpAt) {}

  RuntimeSocket socket() {
    return socket;
  }

  /** How many servers wait to be deleted. */
  int waiting() {
    return waiting;
  }

  /**
   * Looks who answers. Where it is another process than before, what waited is gone with the old
   * one and nothing is known of the new one's servers.
   *
   * @return whether it is another
   * @throws IOException when nobody answers
   */
  boolean look() throws IOException {
    hangUp();
    Conversation talk = socket.open();
    open = talk;
    Worker now = worker(talk.ask("show info"));
    boolean other = !now.equals(known);
    if (other) {
      known = now;
      unsure = true;
      deletions.clear();
      waiting = 0;
    }
    return other;
  }

  /** The process that answered at the last look. */
  Optional<Worker> known() {
    return Optional.ofNullable(known);
  }

  /** The process that answers now. */
  Worker worker() throws IOException {
    return worker(socket.ask("show info"));
  }

  private Worker worker(String info) throws IOException {
    try {
      return Worker.parse(info);
    } catch (IllegalArgumentException e) {
      throw new IOException("HAProxy gave an odd answer on " + socket.path(), e);
    }
  }

  /** The connection to tell changes on. */
  Conversation conversation() throws IOException {
    Conversation talk = open;
    if (talk == null || !talk.isOpen()) {
      hangUp();
      talk = socket.open();
      open = talk;
    }
    return talk;
  }

  /** Ends the connection; the next change opens another. */
  void hangUp() throws IOException {
    Conversation talk = open;
    open = null;
    if (talk != null) {
      talk.close();
    }
  }

  /** Whether its servers must be read before they are changed. */
  boolean isUnsure() {
    return unsure;
  }

  void unsure(boolean is) {
    unsure = is;
  }

  /** What HAProxy serves now. */
  List<ServerState> states() throws IOException {
    return ServerState.parse(socket.ask("show servers state"));
  }

  /**
   * Makes one change.
   *
   * @param talk with this process
   * @param before the server's line until now, null when there was none
   * @throws IOException when HAProxy doesn't answer
   */
  Told tell(Conversation talk, ServerChange change, @Nullable ServerLine before)
      throws IOException {
    Told told =
        switch (change) {
          case ServerChange.Add add -> add(talk, add);
          case ServerChange.Remove remove -> remove(talk, remove, before);
          case ServerChange.Fill fill -> send(talk, fill);
          case ServerChange.Weigh weigh -> send(talk, weigh);
          case ServerChange.Empty empty -> send(talk, empty);
        };
    String result = told instanceof Told.Obeyed ? "obeyed" : "refused";
    metrics.counter("haproxy.server.changes", "result", result).increment();
    return told;
  }

  private Told add(Conversation talk, ServerChange.Add add) throws IOException {
    String key = key(add.section(), add.server());
    Deletion leaving = deletions.get(key);
    if (leaving != null && leaving.line() != null && isSameBut(leaving.line(), add.line())) {
      Told back = send(talk, new ServerChange.Fill(add.section(), add.line()));
      if (back instanceof Told.Obeyed) {
        deletions.remove(key);
        waiting = deletions.size();
      }
      return back;
    }
    if (leaving != null) {
      delete(talk, leaving);
    }
    return sendAtOnce(talk, add);
  }

  private Told remove(Conversation talk, ServerChange.Remove remove, @Nullable ServerLine before)
      throws IOException {
    Told told = send(talk, remove);
    if (told instanceof Told.Obeyed) {
      Deletion deletion =
          new Deletion(remove.section(), remove.server(), before, ticks.in(GIVE_UP_AFTER));
      deletions.put(key(remove.section(), remove.server()), deletion);
      delete(talk, deletion);
    }
    return told;
  }

  private Told send(Conversation talk, ServerChange change) throws IOException {
    Optional<List<Commands.Command>> commands = Commands.of(change);
    if (commands.isEmpty()) {
      return new Told.Refused("only the file can say its options");
    }
    for (Commands.Command command : commands.get()) {
      Told told = told(command, talk.ask(command.text()));
      if (told instanceof Told.Refused) {
        return told;
      }
    }
    return new Told.Obeyed();
  }

  /**
   * All in one go. Where the server is not added since there is one of its name, that one has the
   * same address: what follows makes at worst the right server ready with its former options.
   */
  private Told sendAtOnce(Conversation talk, ServerChange.Add add) throws IOException {
    Optional<List<Commands.Command>> commands = Commands.of(add);
    if (commands.isEmpty()) {
      return new Told.Refused("only the file can say its options");
    }
    List<String> answers = talk.ask(commands.get().stream().map(Commands.Command::text).toList());
    for (int i = 0; i < answers.size(); i++) {
      Told told = told(commands.get().get(i), answers.get(i));
      if (told instanceof Told.Refused) {
        return told;
      }
    }
    return new Told.Obeyed();
  }

  private static Told told(Commands.Command command, String answer) {
    return command.accepts(answer)
        ? new Told.Obeyed()
        : new Told.Refused(answer.lines().findFirst().orElse(answer));
  }

  /** Tries again to delete what waits; what waited too long is left to the next reload. */
  void sweep() throws IOException {
    if (deletions.isEmpty()) {
      return;
    }
    for (Deletion deletion : new ArrayList<>(deletions.values())) {
      delete(conversation(), deletion);
    }
  }

  private void delete(Conversation talk, Deletion deletion) throws IOException {
    Commands.Command command = Commands.delete(deletion.section(), deletion.server());
    String answer = talk.ask(command.text());
    boolean gone = command.accepts(answer) || answer.contains("No such");
    if (!gone && ticks.reached(deletion.giveUpAt())) {
      log.atInfo()
          .addKeyValue("server", deletion.server())
          .log(
              "haproxy: server {} stays in maintenance until the next reload: {}",
              deletion.server(),
              answer);
    }
    if (gone || ticks.reached(deletion.giveUpAt())) {
      deletions.remove(key(deletion.section(), deletion.server()));
    }
    waiting = deletions.size();
  }

  /** Whether two lines of one name differ in nothing but the weight in force. */
  private static boolean isSameBut(ServerLine one, ServerLine other) {
    return one.id() == other.id()
        && one.address().equals(other.address())
        && one.options()
            .replaceAll("\\bweight \\d+", "")
            .equals(other.options().replaceAll("\\bweight \\d+", ""))
        && Objects.equals(one.cookie(), other.cookie());
  }

  private static String key(String section, String server) {
    return section + "/" + server;
  }
}
