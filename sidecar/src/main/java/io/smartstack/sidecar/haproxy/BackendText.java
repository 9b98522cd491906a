// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server lines of one backend section.
 *
 * @param lines as text
 * @param backends who stands on which line, by the line's name
 * @param allocation ids and slots after it
 * @param fixed why servers can't be added at run time, null when they can
 * @param weighable whether weights can change at run time
 */
record BackendText(
    List<String> lines,
    Map<String, Backend> backends,
    Allocation.Section allocation,
    @Nullable String fixed,
    boolean weighable) {

  /** Writes them in the service's order, empty slots last. */
  static BackendText of(
      ProxiedService service,
      HaproxyConfig top,
      HaproxyVersion version,
      SectionFacts facts,
      Allocation.Section before,
      Allocator allocator,
      long seed,
      List<String> warnings) {
    HaproxyServiceConfig config = service.config();
    Candidates make = new Candidates(facts, top.useNerveWeights(), warnings);
    List<Candidate> candidates = make.of(service);
    String fixed = fixed(facts, config, version);
    String slotOptions = fixed == null ? null : make.slotOptions(config);
    boolean slots = slotOptions != null;
    Allocation.Section allocation = allocated(candidates, before, slots, allocator);
    Map<String, String> lineOf = new HashMap<>();
    allocation.lines().forEach((line, server) -> put(lineOf, server, line));
    List<String> text = new ArrayList<>();
    Map<String, Backend> backends = new LinkedHashMap<>();
    for (Candidate candidate : ServerOrder.sorted(candidates, config.backendOrder(), seed)) {
      String line = lineOf.getOrDefault(candidate.name(), candidate.name());
      backends.put(line, candidate.backend());
      String cookie = cookie(facts, config, line);
      boolean slot = Allocator.isSlot(line);
      text.add(ServerText.occupied(line, candidate, id(allocation, line), cookie, slot));
    }
    allocation
        .lines()
        .forEach((line, server) -> {
          if (server == null) {
            String options = Objects.requireNonNull(slotOptions);
            String cookie = cookie(facts, config, line);
            text.add(ServerText.empty(line, id(allocation, line), cookie, options));
          }
        });
    return new BackendText(text, backends, allocation, fixed, facts.staticBalance() == null);
  }

  private static void put(Map<String, String> lineOf, @Nullable String server, String line) {
    if (server != null) {
      lineOf.put(server, line);
    }
  }

  private static Allocation.Section allocated(
      List<Candidate> candidates, Allocation.Section before, boolean slots, Allocator allocator) {
    Set<Integer> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Candidate candidate : candidates) {
      String own = ServerOptions.valueOf(candidate.options(), "id");
      if (own != null && Words.isNumber(own)) {
        taken.add(Integer.parseInt(own));
      }
      if (slots || own == null) {
        names.add(candidate.name());
      }
    }
    return allocator.next(before, names, slots, taken);
  }

  private static int id(Allocation.Section allocation, String line) {
    Allocation.Held held = allocation.ids().get(line);
    return held == null ? 0 : held.id();
  }

  private static @Nullable String cookie(
      SectionFacts facts, HaproxyServiceConfig config, String line) {
    return facts.cookies() ? ServerText.cookie(line, config.cookieValueMethod()) : null;
  }

  private static @Nullable String fixed(
      SectionFacts facts, HaproxyServiceConfig config, HaproxyVersion version) {
    String balance = facts.staticBalance();
    String inherited = ServerOptions.fileOnly(facts.defaultServer());
    String own = ServerOptions.fileOnly(ServerOptions.without(config.serverOptions(), "no-check"));
    if (!version.atLeast(2, 6)) {
      return "HAProxy " + version + " can't add servers";
    } else if (facts.cookies()) {
      return "its servers have cookies";
    } else if (balance != null) {
      return "balance " + balance + " is static";
    } else if (inherited != null) {
      return "its default-server says " + inherited;
    }
    return own == null ? null : "its server_options say " + own;
  }
}
