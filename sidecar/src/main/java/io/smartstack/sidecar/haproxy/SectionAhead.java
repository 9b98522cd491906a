// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Servers that come and go in one section whose servers can be added at run time. */
final class SectionAhead {

  private final BackendSection before;
  private final Allocation.Section held;
  private final ProxiedService service;
  private final HaproxyConfig top;
  private final Map<String, ServerLine> come = new LinkedHashMap<>();
  private final Map<String, Candidate> gone = new HashMap<>();

  SectionAhead(
      BackendSection before, Allocation.Section held, ProxiedService service, HaproxyConfig top) {
    this.before = before;
    this.held = held;
    this.service = service;
    this.top = top;
  }

  /** Collects the changes; false when they are not simple. */
  boolean work(
      List<Backend> comers, List<Backend> goers, List<ServerChange> in, List<ServerChange> out) {
    List<Candidate> arrivals = candidates(comers);
    List<Candidate> departures = candidates(goers);
    if (arrivals == null || departures == null) {
      return false;
    }
    departures.forEach(candidate -> gone.put(candidate.name(), candidate));
    BitSet taken = new BitSet();
    held.ids().values().forEach(id -> taken.set(id.id()));
    SectionDifference difference = new SectionDifference(before, before, in, out);
    for (Candidate candidate : arrivals) {
      ServerLine line = gone.containsKey(candidate.name()) ? null : line(candidate, taken);
      if (line == null || difference.added(line) != null) {
        return false;
      }
      come.put(line.name(), line.standingFor(candidate.backend()));
    }
    for (ServerLine line : before.servers()) {
      if (line.id() == 0 || come.containsKey(line.name())) {
        return false;
      }
      if (gone.containsKey(line.name())) {
        out.add(new ServerChange.Remove(before.name(), line.name()));
      }
    }
    return out.stream().filter(change -> change.section().equals(before.name())).count()
        == gone.size();
  }

  private @Nullable List<Candidate> candidates(List<Backend> backends) {
    if (backends.isEmpty()) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    String inherited = before.defaultServer();
    SectionFacts facts =
        new SectionFacts(inherited.isEmpty() ? List.of() : List.of("default-server " + inherited));
    List<Candidate> made =
        new Candidates(facts, top.useNerveWeights(), warnings)
            .of(new ProxiedService(service.name(), service.config(), backends));
    return warnings.isEmpty() ? made : null;
  }

  private @Nullable ServerLine line(Candidate candidate, BitSet taken) {
    Allocation.Held known = held.ids().get(candidate.name());
    int id = known == null ? taken.nextClearBit(1) : known.id();
    if (id > top.maxServerId() || ServerOptions.has(candidate.options(), "id")) {
      return null;
    }
    taken.set(id);
    String text = ServerText.occupied(candidate.name(), candidate, id, null, false);
    WrittenServer written = WrittenServer.read(text);
    return written == null ? null : written.line(before.defaultServer(), 0);
  }

  /** The section after the changes. */
  BackendSection section() {
    List<ServerLine> servers = new ArrayList<>(before.servers().size() + come.size());
    for (ServerLine line : before.servers()) {
      if (!gone.containsKey(line.name())) {
        servers.add(line);
      }
    }
    servers.addAll(come.values());
    return new BackendSection(
        before.service(),
        before.name(),
        List.copyOf(servers),
        before.fixed(),
        before.weighable(),
        before.defaultServer());
  }

  /** The ids after the changes; those of servers that went are kept for them. */
  Allocation.Section allocation(Instant now) {
    Map<String, Allocation.Held> ids = new LinkedHashMap<>(held.ids());
    gone.keySet()
        .forEach(name -> ids.computeIfPresent(name, (n, id) -> new Allocation.Held(id.id(), now)));
    come.values().forEach(line -> ids.put(line.name(), new Allocation.Held(line.id(), null)));
    return new Allocation.Section(ids, held.lines());
  }
}
