// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import io.smartstack.sidecar.haproxy.ProxiedService;
import io.smartstack.sidecar.registry.ZooKeeperSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the backends of every service this machine calls and keeps HAProxy told.
 *
 * <p>Calls may come from any thread. The work is done by one thread of its own, which waits neither
 * for ZooKeeper nor for the disk nor for HAProxy, so that no service can delay another.
 */
public final class Synapse {

  private static final Logger log = LoggerFactory.getLogger(Synapse.class);

  /** How long new services wait for ZooKeeper before they are proxied with what else is known. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** From then on HAProxy counts as configured even where nothing at all is known. */
  private static final Duration STARTED_AT_THE_LATEST = Duration.ofSeconds(10);

  /** How often the cache is rewritten although nothing changed, to show that it is not old. */
  private static final Duration CACHE_REFRESH = Duration.ofHours(1);

  private final ZooKeeperSessions sessions;
  private final MeterRegistry meters;
  private final ZnodeSection.Reader sections;
  private final InstantSource clock = InstantSource.system();
  private final @Nullable CacheFile cacheFile;
  private final Outputs outputs;
  private final Mailbox thread = new Mailbox("synapse");
  private volatile Shown shown = new Shown(false, List.of());

  // Owned by the thread.
  private Map<String, Followed> services = new LinkedHashMap<>();
  private final Set<String> proxied = new HashSet<>();
  private int reloads;
  private boolean publishing;
  private boolean late;
  private boolean started;

  /** What is known, worked out when somebody asks. */
  private record Shown(boolean started, List<Supplier<SynapseStatus.Service>> services) {}

  /** One service and what works for it. */
  private record Followed(
      ServiceWatcher watcher, @Nullable Discovery discovery, ServiceMeters meters) {
    void stop() {
      if (discovery != null) {
        discovery.close();
      }
    }
  }

  /**
   * Prepares Synapse; nothing happens before {@link #start}.
   *
   * @param sessions where ZooKeeper is asked; stays the caller's
   * @param stateDirectory where the last-known-good backends are kept, null to keep none
   * @param sink told of all services whenever something changed; must return at once
   * @param meters receives {@code synapse.*}
   */
  public Synapse(
      ZooKeeperSessions sessions,
      @Nullable Path stateDirectory,
      Consumer<List<ProxiedService>> sink,
      MeterRegistry meters) {
    this(
        sessions,
        stateDirectory,
        sink,
        meters,
        section -> SynapseConfigFile.haproxySection(section).config());
  }

  Synapse(
      ZooKeeperSessions sessions,
      @Nullable Path stateDirectory,
      Consumer<List<ProxiedService>> sink,
      MeterRegistry meters,
      ZnodeSection.Reader sections) {
    this.sessions = sessions;
    this.meters = meters;
    this.sections = sections;
    this.cacheFile = stateDirectory == null ? null : new CacheFile(stateDirectory);
    this.outputs = new Outputs(sink, cacheFile, clock);
  }

  /**
   * Starts. The sink hears of the services as soon as ZooKeeper has answered for all of them, after
   * 500 ms at the latest; what ZooKeeper has not answered by then comes from the cache, from what
   * was served before, from the default servers, or is empty.
   *
   * @param served backends that HAProxy serves already, by the name of their section
   */
  public void start(SynapseConfig config, Map<String, List<Backend>> served) {
    log.atInfo().log("synapse: starting...");
    meters.counter("synapse.start").increment();
    thread.execute(() -> {
      Map<String, CachedService> known =
          new HashMap<>(CachedService.of(config, served, clock.instant()));
      if (cacheFile != null) {
        known.putAll(cacheFile.read(clock.instant()));
      }
      apply(config, known);
      thread.after(STARTED_AT_THE_LATEST, this::stopWaiting);
      thread.after(CACHE_REFRESH, this::refreshCache);
    });
  }

  /**
   * Works with another configuration from now on. Services that did not change notice nothing; one
   * that is looked for elsewhere keeps its backends until there is an answer.
   */
  public void reload(SynapseConfig config) {
    meters.counter("synapse.config.update").increment();
    thread.execute(() -> apply(config, Map.of()));
  }

  /**
   * Stops watching and writes the cache; HAProxy is told nothing and goes on with what it has.
   * Returns when the disk has it, after a few seconds at the latest.
   */
  public void stop() {
    log.atInfo().log("synapse: stopping all watchers");
    meters.counter("synapse.stop").increment();
    thread.finish(() -> services.values().forEach(Followed::stop));
    outputs.close();
  }

  /** What is known now. */
  public SynapseStatus status() {
    Shown now = shown;
    return new SynapseStatus(now.started(), now.services().stream().map(Supplier::get).toList());
  }

  /**
   * Whether HAProxy was told of every service with backends from discovery, the cache or the
   * default servers, or without any because discovery found none; true after 10 s in any case. Once
   * true it stays so.
   */
  public boolean started() {
    return shown.started();
  }

  private void apply(SynapseConfig config, Map<String, CachedService> cache) {
    Map<String, Followed> before = services;
    services = new LinkedHashMap<>();
    Instant now = clock.instant();
    config
        .services()
        .forEach((name, service) -> {
          Followed known = before.remove(name);
          services.put(
              name, known == null ? follow(service, cache.get(name)) : change(known, service, now));
        });
    before.forEach((name, gone) -> {
      gone.stop();
      gone.meters().close();
      proxied.remove(name);
    });
    outputs.fileOutput(config.fileOutput());
    int reload = ++reloads;
    thread.after(
        GRACE,
        () -> {
          if (reload == reloads) {
            proxied.addAll(services.keySet());
            services.values().forEach(this::choose);
            publish();
          }
        });
    services.values().stream().filter(f -> f.watcher().answered()).forEach(this::choose);
    publish();
  }

  private Followed follow(SynapseServiceConfig config, @Nullable CachedService cached) {
    ServiceWatcher watcher = new ServiceWatcher(config);
    if (cached != null
        && config.discovery() instanceof DiscoveryConfig.ZooKeeper zooKeeper
        && zooKeeper.path().equals(cached.path())) {
      watcher.restore(cached, restored(cached, zooKeeper));
    }
    return new Followed(watcher, discover(watcher), new ServiceMeters(config.name(), meters));
  }

  private ZnodeSection restored(CachedService cached, DiscoveryConfig.ZooKeeper zooKeeper) {
    if (cached.section() == null || zooKeeper.generatorConfigPath() == null) {
      return ZnodeSection.none();
    }
    try {
      return ZnodeSection.of(cached.section(), sections);
    } catch (ConfigException e) {
      log.atWarn().log("synapse: a cached generator config is not used: {}", e.getMessage());
      return ZnodeSection.none();
    }
  }

  private Followed change(Followed known, SynapseServiceConfig config, Instant now) {
    boolean sameDiscovery = known.watcher().config().discovery().equals(config.discovery());
    known.watcher().configure(config, now);
    if (sameDiscovery) {
      return known;
    }
    known.stop();
    return new Followed(known.watcher(), discover(known.watcher()), known.meters());
  }

  private @Nullable Discovery discover(ServiceWatcher watcher) {
    return switch (watcher.config().discovery()) {
      case DiscoveryConfig.Base() -> null;
      case DiscoveryConfig.ZooKeeper zooKeeper -> discover(watcher, zooKeeper);
    };
  }

  private @Nullable Discovery discover(
      ServiceWatcher watcher, DiscoveryConfig.ZooKeeper zooKeeper) {
    String name = watcher.config().name();
    try {
      Discovery discovery =
          new Discovery(
              name,
              zooKeeper,
              sessions.open(zooKeeper.hosts()),
              watcher.section(),
              sections,
              (teller, update) -> thread.here(() -> take(name, teller, update)),
              meters);
      discovery.start();
      return discovery;
    } catch (IllegalArgumentException e) {
      log.atError()
          .addKeyValue("service", name)
          .log("synapse: {} can't be discovered: {}", name, e.toString());
      watcher.take(new Update.Unsure(e.toString()), clock.instant());
      return null;
    }
  }

  private void take(String name, Discovery teller, Update update) {
    Followed followed = services.get(name);
    // A discovery that was replaced may still have had something to say.
    if (followed != null && followed.discovery() == teller) {
      followed.watcher().take(update, clock.instant());
      if (followed.watcher().answered() || proxied.contains(name)) {
        choose(followed);
      }
      publishSoon();
    }
  }

  /** Publishes once for all the news that wait already. */
  private void publishSoon() {
    if (!publishing) {
      publishing = true;
      thread.here(this::publish);
    }
  }

  private void choose(Followed followed) {
    followed.watcher().choose(clock.instant(), Duration.ofNanos(System.nanoTime()));
  }

  private void publish() {
    publishing = false;
    List<ServiceWatcher> all = services.values().stream().map(Followed::watcher).toList();
    if (all.stream().allMatch(ServiceWatcher::answered)) {
      proxied.addAll(services.keySet());
    }
    if (!proxied.isEmpty() || all.isEmpty()) {
      outputs.publish(all.stream().filter(w -> proxied.contains(w.config().name())).toList());
    }
    all.forEach(ServiceWatcher::say);
    outputs.remember(all);
    started =
        started
            || (outputs.published()
                && proxied.size() == all.size()
                && (late || all.stream().allMatch(ServiceWatcher::ready)));
    show();
  }

  private void show() {
    List<Supplier<SynapseStatus.Service>> now = new ArrayList<>();
    for (Followed followed : services.values()) {
      Supplier<SynapseStatus.Service> status = followed.watcher().status();
      followed.meters().show(status);
      now.add(status);
    }
    shown = new Shown(started, List.copyOf(now));
  }

  private void stopWaiting() {
    late = true;
    publish();
  }

  private void refreshCache() {
    outputs.refreshCache();
    thread.after(CACHE_REFRESH, this::refreshCache);
  }
}
