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

  /** From now on what the processes serve must be read before it is changed. */
  void doubt() {
    processes.forEach(process -> process.unsure(true));
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
      Map<ServerChange, String> here =
          tell(process, live, unsure ? Resync.changes(target, process.states()) : changes);
      if (unsure && !here.isEmpty()) {
        // What it was told while it was silent may be done only after it was read.
        here = tell(process, live, Resync.changes(target, process.states()));
      }
      refused.putAll(here);
      process.unsure(false);
    }
    return refused;
  }

  private static Map<ServerChange, String> tell(
      RunningServers process, Rendered live, List<ServerChange> changes) throws IOException {
    Map<ServerChange, String> refused = new LinkedHashMap<>();
    if (changes.isEmpty()) {
      return refused;
    }
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
    return refused;
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
