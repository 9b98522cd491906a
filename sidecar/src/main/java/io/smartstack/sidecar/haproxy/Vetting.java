// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks HAProxy about a candidate and leaves out whom it blames until it takes the rest. Where its
 * words blame nobody, the culprit is searched: the first service, then the first server of it, with
 * which a candidate is refused.
 */
final class Vetting {

  private static final int MOST_CHECKS = 64;
  private static final Duration RETRY = Duration.ofSeconds(60);

  private final Check check;
  private final ConfigurationFile candidate;
  private final Function<List<ProxiedService>, Rendered> renderer;
  private final Map<String, ProxiedService> good;
  private final Instant now;
  private final Duration tick;
  private int checks;

  Vetting(
      Check check,
      ConfigurationFile candidate,
      Function<List<ProxiedService>, Rendered> renderer,
      Map<String, ProxiedService> good,
      Instant now,
      Duration tick) {
    this.check = check;
    this.candidate = candidate;
    this.renderer = renderer;
    this.good = good;
    this.now = now;
    this.tick = tick;
  }

  Vetted vet(List<ProxiedService> wanted, Omissions before)
      throws IOException, InterruptedException {
    Omissions omissions = before;
    while (true) {
      List<ProxiedService> services = omissions.remaining(wanted, good);
      Rendered rendered = renderer.apply(services);
      Verdict verdict = ask(rendered);
      switch (verdict) {
        case Verdict.Accepted() -> {
          return new Vetted.Taken(rendered, services, omissions);
        }
        case Verdict.Refused(String words) -> {
          List<Omission> culprits = blamed(words, rendered, services);
          if (culprits.isEmpty()) {
            Omission found = search(services);
            culprits = found == null ? List.of() : List.of(found);
          }
          if (culprits.isEmpty() || checks >= MOST_CHECKS) {
            return new Vetted.Refused(words);
          }
          for (Omission culprit : culprits) {
            omissions = omissions.with(culprit);
          }
        }
      }
    }
  }

  private Verdict ask(Rendered rendered) throws IOException, InterruptedException {
    checks++;
    candidate.replace(rendered.text());
    return check.of(candidate.path());
  }

  /** Whom the words blame. */
  List<Omission> blamed(String words, Rendered rendered, List<ProxiedService> services) {
    Map<String, ProxiedService> byName = Omissions.byName(services);
    Culprits culprits = Culprits.in(words, rendered);
    List<Omission> blamed = new ArrayList<>();
    for (BackendSection section : rendered.sections()) {
      ProxiedService service = byName.get(section.service());
      for (ServerLine line : section.servers()) {
        String reason = culprits.servers().get(new Culprits.ServerRef(section.name(), line.name()));
        if (reason != null && service != null && line.backend() != null) {
          blamed.add(omission(service, line.backend(), line.name(), reason));
        }
      }
    }
    culprits
        .services()
        .forEach((name, reason) -> {
          ProxiedService service = byName.get(name);
          if (service != null) {
            blamed.add(omission(service, null, "", reason));
          }
        });
    return blamed;
  }

  private @Nullable Omission search(List<ProxiedService> services)
      throws IOException, InterruptedException {
    int first = firstRefused(services.size(), count -> services.subList(0, count));
    if (first == 0) {
      return null;
    }
    ProxiedService culprit = services.get(first - 1);
    List<Backend> backends = culprit.backends();
    Function<Integer, List<ProxiedService>> withBackends =
        count -> {
          List<ProxiedService> part = new ArrayList<>(services.subList(0, first - 1));
          part.add(
              new ProxiedService(culprit.name(), culprit.config(), backends.subList(0, count)));
          return part;
        };
    int server = firstRefused(backends.size(), withBackends);
    String reason = words(withBackends.apply(server));
    return server == 0
        ? omission(culprit, null, "", reason)
        : omission(culprit, backends.get(server - 1), backends.get(server - 1).address(), reason);
  }

  /** The smallest count that is refused; the largest is known to be. */
  private int firstRefused(int largest, Function<Integer, List<ProxiedService>> parts)
      throws IOException, InterruptedException {
    int low = 0;
    int high = largest;
    while (low < high && checks < MOST_CHECKS) {
      int middle = (low + high) / 2;
      if (words(parts.apply(middle)).isEmpty()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private String words(List<ProxiedService> part) throws IOException, InterruptedException {
    return switch (ask(renderer.apply(part))) {
      case Verdict.Accepted() -> "";
      case Verdict.Refused(String words) -> words;
    };
  }

  private Omission omission(
      ProxiedService service, @Nullable Backend backend, String server, String reason) {
    return new Omission(
        service.name(), service.config(), backend, server, reason, now, tick.plus(RETRY));
  }
}
