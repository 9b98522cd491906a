// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All processes of one HAProxy: what is told one is told all. */
final class Fleet {

  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  private final List<RunningServers> processes;

  Fleet(List<RunningServers> processes) {
    this.processes = List.copyOf(processes);
  }

  /** Whether there is a socket to talk through. */
  boolean isEmpty() {
    return processes.isEmpty();
  }

  List<RunningServers> processes() {
    return processes;
  }

  /** The first process that answers. */
  Optional<Worker> worker() {
    for (RunningServers process : processes) {
      try {
        return Optional.of(process.worker());
      } catch (IOException e) {
        log.debug("haproxy: no answer on {}: {}", process.socket().path(), e.toString());
      }
    }
    return Optional.empty();
  }

  /** Whether any process is another than before. */
  boolean look() throws IOException {
    boolean other = false;
    for (RunningServers process : processes) {
      other |= process.look();
    }
    return other;
  }

  /** The first process that answered at the last look. */
  Optional<Worker> known() {
    return processes.stream().flatMap(process -> process.known().stream()).findFirst();
  }

  /** Ends the connections; whoever tells something next opens another. */
  void hangUp() throws IOException {
    for (RunningServers process : processes) {
      process.hangUp();
    }
  }

  boolean isUnsure() {
    return processes.stream().anyMatch(RunningServers::isUnsure);
  }

  void sweep() throws IOException {
    for (RunningServers process : processes) {
      process.sweep();
    }
  }

  int waiting() {
    return processes.stream().mapToInt(RunningServers::waiting).sum();
  }

  /**
   * Makes every process serve {@code target}, whose structure it has.
   *
   * @param live what they serve now
   * @param changes from one to the other
   * @return what was refused, with HAProxy's words
   * @throws IOException when one doesn't answer; its servers are read again before the next change
   */
  Map<ServerChange, String> bring(Rendered live, Rendered target, List<ServerChange> changes)
      throws IOException {
    Map<ServerChange, String> refused = new LinkedHashMap<>();
    for (RunningServers process : processes) {
      boolean unsure = process.isUnsure();
      process.unsure(true);
      List<ServerChange> due = unsure ? Resync.changes(target, process.states()) : changes;
      if (!due.isEmpty()) {
        tell(process, live, due, refused);
        if (refused.entrySet().stream().anyMatch(Fleet::isThereAlready)) {
          lookAgain(process, target, refused);
        }
      }
      process.unsure(false);
    }
    return refused;
  }

  /**
   * Makes changes without knowing all that shall be served; for processes that are not unsure.
   *
   * @return whether every process did all of it; else their servers are read before the next change
   */
  boolean tell(Rendered live, List<ServerChange> changes) throws IOException {
    Map<ServerChange, String> refused = new LinkedHashMap<>();
    for (RunningServers process : processes) {
      process.unsure(true);
      tell(process, live, changes, refused);
      process.unsure(false);
    }
    if (!refused.isEmpty()) {
      processes.forEach(process -> process.unsure(true));
    }
    return refused.isEmpty();
  }

  /**
   * An HAProxy that stood still obeys on an old connection while it is told the same on a new one:
   * what it refused then is there, and only what is not is still refused.
   */
  private static void lookAgain(
      RunningServers process, Rendered target, Map<ServerChange, String> refused)
      throws IOException {
    List<ServerChange> still = Resync.changes(target, process.states());
    refused
        .entrySet()
        .removeIf(each ->
            isThereAlready(each)
                && still.stream()
                    .noneMatch(change ->
                        change instanceof ServerChange.Add
                            && change.section().equals(each.getKey().section())
                            && change.server().equals(each.getKey().server())));
    List<ServerChange> others =
        still.stream().filter(change -> !(change instanceof ServerChange.Add)).toList();
    tell(process, target, others, refused);
  }

  private static boolean isThereAlready(Map.Entry<ServerChange, String> refusal) {
    return refusal.getKey() instanceof ServerChange.Add && refusal.getValue().contains("already");
  }

  private static void tell(
      RunningServers process,
      Rendered live,
      List<ServerChange> changes,
      Map<ServerChange, String> refused)
      throws IOException {
    try {
      Conversation talk = process.conversation();
      for (ServerChange change : changes) {
        Told told = process.tell(talk, change, before(live, change));
        if (told instanceof Told.Refused(String reason)) {
          refused.put(change, reason);
        }
      }
    } catch (IOException e) {
      process.hangUp();
      throw e;
    }
  }

  private static @Nullable ServerLine before(Rendered live, ServerChange change) {
    for (BackendSection section : live.sections()) {
      if (!section.name().equals(change.section())) {
        continue;
      }
      for (ServerLine line : section.servers()) {
        if (line.name().equals(change.server())) {
          return line.withOptions(ServerOptions.join(section.defaultServer(), line.options()));
        }
      }
    }
    return null;
  }
}
