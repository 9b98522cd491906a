// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import io.smartstack.sidecar.haproxy.ProxiedService;
import io.smartstack.sidecar.synapse.BackendsRule.Choice;
import io.smartstack.sidecar.synapse.SynapseStatus.DiscoveryState;
import io.smartstack.sidecar.synapse.SynapseStatus.GeneratorConfig;
import io.smartstack.sidecar.synapse.SynapseStatus.KnownBackend;
import io.smartstack.sidecar.synapse.SynapseStatus.LeftOut;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Synapse knows of one service; used by Synapse's thread alone. */
final class ServiceWatcher {

  private static final Logger log = LoggerFactory.getLogger(ServiceWatcher.class);

  /** Where a chosen backend comes from, to tell since when. */
  private record Origin(BackendKey key, Source source) {}

  private SynapseServiceConfig config;
  private LastKnownGood known = LastKnownGood.nothing();
  private boolean knownFromElsewhere;
  private List<Backend> registered = List.of();
  private List<LeftOut> leftOut = List.of();
  private ZnodeSection section = ZnodeSection.none();
  private boolean answered;
  private @Nullable Instant staleSince;
  private @Nullable Instant previousSince;
  private @Nullable String lastError;
  private @Nullable Choice choice;
  private @Nullable Choice said;
  private Instant chosenAt = Instant.EPOCH;

  /** Since when a backend is used from a source; read by whoever asks for the status. */
  private final Map<Origin, Instant> origins = new ConcurrentHashMap<>();

  ServiceWatcher(SynapseServiceConfig config) {
    this.config = config;
    this.answered = config.discovery() instanceof DiscoveryConfig.Base;
  }

  /** Takes what the process before knew. */
  void restore(CachedService cached, ZnodeSection cachedSection) {
    known = LastKnownGood.restored(cached.backends());
    section = cachedSection;
    previousSince = cached.staleSince();
  }

  /** Takes other settings; what is registered stays known while it is looked for at one place. */
  void configure(SynapseServiceConfig changed, Instant now) {
    if (!changed.discovery().equals(config.discovery())) {
      answered = changed.discovery() instanceof DiscoveryConfig.Base;
      knownFromElsewhere = !path(changed).equals(path(config));
      if (!known.live().isEmpty()) {
        known = new LastKnownGood(List.of(), List.of(), known.live(), false);
        previousSince = now;
      }
      if (knownFromElsewhere) {
        section = ZnodeSection.none();
      }
      registered = List.of();
      leftOut = List.of();
      staleSince = null;
      lastError = null;
    }
    config = changed;
  }

  SynapseServiceConfig config() {
    return config;
  }

  ZnodeSection section() {
    return section;
  }

  boolean answered() {
    return answered;
  }

  /** Whether HAProxy can be configured with something that was found or configured. */
  boolean ready() {
    return answered || (choice != null && !choice.backends().isEmpty());
  }

  void take(Update update, Instant now) {
    switch (update) {
      case Update.Answered(Found found, boolean sure) -> {
        registered = found.backends();
        leftOut = found.leftOut();
        section = found.section();
        if (knownFromElsewhere) {
          known = LastKnownGood.nothing();
          knownFromElsewhere = false;
        }
        answered = true;
        if (sure) {
          staleSince = null;
          lastError = null;
        }
      }
      case Update.Unsure(String reason) -> {
        lastError = reason;
        if (answered && staleSince == null) {
          staleSince = now;
        }
      }
    }
  }

  /** Applies the rule to what is known now. */
  void choose(Instant now, Duration ticks) {
    Choice chosen;
    if (answered) {
      boolean had = !known.live().isEmpty();
      known = known.after(BackendsRule.usable(config, registered), ticks);
      if (had && known.live().isEmpty()) {
        previousSince = now;
      }
      chosen = BackendsRule.answered(config, known);
    } else {
      chosen = BackendsRule.unanswered(config, known);
    }
    if (!chosen.equals(choice)) {
      choice = chosen;
      chosenAt = now;
    }
  }

  /** Says in the log what the choice has become; after HAProxy was told, which is in a hurry. */
  void say() {
    Choice chosen = choice;
    if (chosen != null && !chosen.equals(said)) {
      remember(chosen, said);
      said = chosen;
      tell(chosen);
    }
  }

  private void remember(Choice chosen, @Nullable Choice before) {
    boolean sameSource = before != null && before.source() == chosen.source();
    List<Backend> earlier = before == null ? List.of() : before.backends();
    Set<Backend> known = identities(sameSource ? earlier : List.of());
    Set<Backend> wanted = identities(chosen.backends());
    Set<Origin> kept = new HashSet<>();
    for (Backend backend : chosen.backends()) {
      if (!known.contains(backend)) {
        Origin origin = new Origin(BackendKey.of(backend), source(chosen, backend));
        origins.putIfAbsent(origin, chosenAt);
        kept.add(origin);
      }
    }
    if (before != null) {
      for (Backend backend : before.backends()) {
        Origin origin = new Origin(BackendKey.of(backend), source(before, backend));
        if ((!sameSource || !wanted.contains(backend)) && !kept.contains(origin)) {
          origins.remove(origin);
        }
      }
    }
  }

  private static Set<Backend> identities(List<Backend> backends) {
    Set<Backend> set = Collections.newSetFromMap(new IdentityHashMap<>(2 * backends.size()));
    set.addAll(backends);
    return set;
  }

  private void tell(Choice chosen) {
    String name = config.name();
    String none = "synapse: no backends for service " + name;
    switch (chosen.source()) {
      case DISCOVERED ->
          log.atInfo()
              .addKeyValue("service", name)
              .log(
                  "synapse: discovered {} backends for service {}", chosen.backends().size(), name);
      case PREVIOUS, CACHED -> {
        String why =
            answered
                ? none + " and no default servers for service " + name
                : "synapse: no answer from ZooKeeper for service " + name;
        String what = chosen.source() == Source.CACHED ? "cached" : "previous";
        String text = RubyLook.of(chosen.backends());
        log.atWarn().addKeyValue("service", name).log("{}; using {} backends: {}", why, what, text);
      }
      case DEFAULT -> {
        if (!chosen.backends().isEmpty()) {
          log.atWarn()
              .addKeyValue("service", name)
              .log("{}; using default servers: {}", none, RubyLook.of(chosen.backends()));
        } else if (answered && known.previous().isEmpty()) {
          log.atInfo()
              .addKeyValue("service", name)
              .log("synapse: discovered 0 backends for service {}", name);
        } else if (answered) {
          log.atWarn()
              .addKeyValue("service", name)
              .log(
                  "{}, no default servers for service {} and 'use_previous_backends' is disabled;"
                      + " dropping all backends",
                  none,
                  name);
        }
      }
    }
  }

  List<Backend> backends() {
    return choice == null ? List.of() : choice.backends();
  }

  ProxiedService proxied() {
    return new ProxiedService(
        config.name(),
        section.section() == null ? config.haproxy() : section.section(),
        backends());
  }

  /** What the next process shall know, null when there is nothing to find again. */
  @Nullable CachedService cached() {
    if (!(config.discovery() instanceof DiscoveryConfig.ZooKeeper)) {
      return null;
    }
    boolean live = !known.live().isEmpty();
    boolean keep = !answered || config.usePreviousBackends();
    List<Backend> backends = live ? known.live() : keep ? known.previous() : List.of();
    return new CachedService(
        path(config), live ? staleSince : previousSince, backends, section.json());
  }

  /** What is known now, to be worked out by whoever asks for it, on any thread. */
  Supplier<SynapseStatus.Service> status() {
    Choice chosen = choice == null ? new Choice(List.of(), Source.DEFAULT) : choice;
    String name = config.name();
    DiscoveryState state = state();
    Instant stale = staleSince;
    Instant previous = previousSince;
    Instant latest = chosenAt;
    String error = lastError;
    List<LeftOut> out = leftOut;
    GeneratorConfig generator = new GeneratorConfig(section.section() != null, section.problem());
    return () -> {
      List<KnownBackend> backends = new ArrayList<>();
      for (Backend backend : chosen.backends()) {
        Source source = source(chosen, backend);
        Origin origin = new Origin(BackendKey.of(backend), source);
        Instant since = origins.getOrDefault(origin, latest);
        backends.add(new KnownBackend(backend, source, since, staleSince(source, stale, previous)));
      }
      return new SynapseStatus.Service(name, state, stale, error, backends, out, generator);
    };
  }

  private DiscoveryState state() {
    if (config.discovery() instanceof DiscoveryConfig.Base) {
      return DiscoveryState.DEFAULTS_ONLY;
    }
    if (!answered) {
      return DiscoveryState.WAITING;
    }
    return staleSince == null ? DiscoveryState.CURRENT : DiscoveryState.STALE;
  }

  private static @Nullable Instant staleSince(
      Source source, @Nullable Instant stale, @Nullable Instant previous) {
    return switch (source) {
      case DISCOVERED -> stale;
      case CACHED, PREVIOUS -> previous;
      case DEFAULT -> null;
    };
  }

  private static Source source(Choice chosen, Backend backend) {
    return backend.discovered() ? chosen.source() : Source.DEFAULT;
  }

  private static String path(SynapseServiceConfig config) {
    return config.discovery() instanceof DiscoveryConfig.ZooKeeper zooKeeper
        ? zooKeeper.path()
        : "";
  }
}
