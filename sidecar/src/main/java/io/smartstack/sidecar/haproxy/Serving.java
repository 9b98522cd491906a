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

/** What HAProxy serves now, and its changes through the runtime socket; used by one thread. */
final class Serving {

  private static final Logger log = LoggerFactory.getLogger(Serving.class);

  private final Setup setup;
  private final Memory memory;
  private final Report report;

  /** What HAProxy serves, null while that is not known. */
  private @Nullable Rendered live;

  /** The services that HAProxy took last, by this program or the one before. */
  private Map<String, ProxiedService> good = Map.of();

  /** What rendered {@link #live}: another than ours while a new top-level section waits. */
  private HaproxyText goodText;

  private Allocation allocation = Allocation.none();
  private boolean begun;
  private boolean socketRefused;

  /** What was rendered last, as it was wanted; null while the next step must be rendered, too. */
  private @Nullable List<ProxiedService> rendered;

  /** What HAProxy was told ahead of the rendering, null when the text of live says it all. */
  private @Nullable List<ProxiedService> ahead;

  Serving(Setup setup, Memory memory, Report report) {
    this.setup = setup;
    this.memory = memory;
    this.report = report;
    this.goodText = setup.text();
  }

  /** Goes on where the one with another top-level section ended. */
  void goOnFrom(Serving other) {
    begun = other.begun;
    live = other.live();
    good = other.good;
    goodText = other.goodText;
    allocation = other.allocation;
  }

  @Nullable Rendered live() {
    List<ProxiedService> served = ahead;
    if (live != null && served != null) {
      live = goodText.render(served, allocation, report.now());
      ahead = null;
    }
    return live;
  }

  /** Whether it is known what HAProxy serves. */
  boolean isKnown() {
    return live != null;
  }

  /** Whether the file has yet to say what HAProxy serves. */
  boolean isAhead() {
    return ahead != null;
  }

  /**
   * Tells HAProxy of servers that merely came or went, before anything is rendered.
   *
   * @return whether that was all there is to tell; the file is then still to be written, by {@link
   *     #serve}
   */
  boolean hurry(List<ProxiedService> wanted) {
    Rendered now = live;
    List<ProxiedService> before = rendered;
    if (now == null || before == null || !setup.usesSocket() || setup.fleet().isUnsure()) {
      return false;
    }
    Ahead step = Ahead.of(now, before, wanted, setup.config());
    if (step == null) {
      return false;
    }
    try {
      if (!setup.fleet().bring(now, now, step.changes()).isEmpty()) {
        setup.fleet().doubt();
        return false;
      }
    } catch (IOException e) {
      log.debug("haproxy: {}", e.toString());
      return false;
    }
    live = step.after(now, report.now());
    allocation = live.allocation();
    rendered = wanted;
    ahead = wanted;
    return true;
  }

  Map<String, ProxiedService> good() {
    return good;
  }

  /** Whether the socket refused something since {@link #begin}. */
  boolean socketRefused() {
    return socketRefused;
  }

  boolean hasBegun() {
    return begun;
  }

  /** What HAProxy serves is not known any more. */
  void lose() {
    live = null;
    ahead = null;
  }

  Rendered render(List<ProxiedService> services) {
    return setup.text().render(services, allocation, report.now());
  }

  /** Before each attempt; the first time an HAProxy that serves the file already is adopted. */
  void begin(List<ProxiedService> wanted) throws IOException {
    socketRefused = false;
    rendered = null;
    if (begun) {
      return;
    }
    allocation = memory.allocation(wanted, report.now());
    good = memory.good(wanted);
    Optional<Worker> worker = setup.fleet().worker();
    if (worker.isPresent()) {
      setup.fleet().look();
      // Whoever reloads HAProxy without us reads the file.
      live = setup.config().doReloads() ? memory.live(worker.get()) : memory.onDisk();
      if (live != null) {
        long pid = worker.get().pid();
        log.atInfo().addKeyValue("pid", pid).log("haproxy: adopted, worker {}", pid);
      }
    }
    begun = true;
  }

  /** All of this was served just so: the next step may be {@link #hurry hurried}. */
  void settled(List<ProxiedService> wanted) {
    rendered = wanted;
  }

  /** Somebody started another process from the file. */
  void startedFromFile() throws IOException {
    live = memory.onDisk();
    ahead = null;
  }

  /** Makes HAProxy serve this; returns why that needs a reload, null when it is done. */
  @Nullable String serve(List<ProxiedService> services) throws IOException, InterruptedException {
    return serve(services, setup.text());
  }

  private @Nullable String serve(List<ProxiedService> services, HaproxyText text)
      throws IOException, InterruptedException {
    Rendered before = live;
    if (before == null) {
      return "haproxy has no configuration of this run yet";
    }
    Rendered target = text.render(services, allocation, report.now());
    return switch (Differences.between(before, target)) {
      case Difference.None() -> tell(before, target, List.of(), services, text);
      case Difference.Servers(List<ServerChange> changes) ->
          tell(before, target, changes, services, text);
      case Difference.Structure(String reason) -> reason;
    };
  }

  /** The structure that is live, with the backends of today. */
  void keep(List<ProxiedService> wanted, Omissions omissions)
      throws IOException, InterruptedException {
    // What the socket refused it would refuse again.
    if (live == null || good.isEmpty() || socketRefused) {
      return;
    }
    Map<String, ProxiedService> today = Omissions.byName(wanted);
    List<ProxiedService> kept =
        good.values().stream()
            .map(service ->
                new ProxiedService(
                    service.name(),
                    service.config(),
                    today.getOrDefault(service.name(), service).backends()))
            .toList();
    serve(omissions.remaining(kept, good), goodText);
  }

  /** Whether what remained after the check needs no reload any more. */
  boolean serves(Rendered rendered, List<ProxiedService> services)
      throws IOException, InterruptedException {
    Rendered now = live;
    return now != null
        && switch (Differences.between(now, rendered)) {
          case Difference.None() -> serve(services) == null;
          case Difference.Servers(var _) -> !socketRefused && serve(services) == null;
          case Difference.Structure(var _) -> false;
        };
  }

  private @Nullable String tell(
      Rendered before,
      Rendered target,
      List<ServerChange> changes,
      List<ProxiedService> services,
      HaproxyText text)
      throws IOException, InterruptedException {
    if (!setup.usesSocket() && !changes.isEmpty()) {
      return "servers changed";
    }
    Map<ServerChange, String> refused = Map.of();
    if (setup.usesSocket() && (!changes.isEmpty() || setup.fleet().isUnsure())) {
      try {
        refused = setup.fleet().bring(before, target, changes);
      } catch (IOException e) {
        return unanswered(e);
      }
    }
    if (refused.isEmpty()) {
      accept(target, services, text);
      return null;
    }
    return refused(refused, target, services, text);
  }

  /** All others go on; perhaps the file can say what the socket would not take. */
  private String refused(
      Map<ServerChange, String> refused,
      Rendered target,
      List<ProxiedService> services,
      HaproxyText text)
      throws IOException {
    socketRefused = true;
    if (refused.entrySet().stream().allMatch(Serving::isMerelyNotAdded)) {
      List<ProxiedService> rest = Without.servers(services, target, refused.keySet());
      accept(text.render(rest, target.allocation(), report.now()), rest, text);
    } else {
      lose();
    }
    Map.Entry<ServerChange, String> first = refused.entrySet().iterator().next();
    return "server %s: %s".formatted(first.getKey().server(), first.getValue());
  }

  private static boolean isMerelyNotAdded(Map.Entry<ServerChange, String> refusal) {
    return refusal.getKey() instanceof ServerChange.Add
        && !refusal.getValue().startsWith("No such");
  }

  /** A silent HAProxy of ours is left alone until it speaks or dies; another's is reloaded. */
  private String unanswered(IOException e) throws IOException {
    if (setup.isOurs() && !setup.owner().isDead()) {
      throw e;
    }
    lose();
    return "haproxy gives no answer: " + e.getMessage();
  }

  /** HAProxy serves this now. */
  void accept(Rendered target, List<ProxiedService> services) throws IOException {
    accept(target, services, setup.text());
  }

  private void accept(Rendered target, List<ProxiedService> services, HaproxyText text)
      throws IOException {
    live = target;
    ahead = null;
    goodText = text;
    good = new LinkedHashMap<>(Omissions.byName(services));
    allocation = target.allocation();
    report.warnings(target.warnings());
    memory.accept(target, services, report.now());
    report.configured().complete(null);
  }
}
