// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings HAProxy, and the file it starts from, to what is wanted. Used by one thread.
 *
 * <p>Servers change through the runtime socket; then the file is written to say the same. Whatever
 * that can't do goes to the file first: HAProxy is asked about a candidate, whom it blames is left
 * out, and only what it takes replaces the file and is reloaded. While a reload must wait or is
 * refused, the structure that is live goes on with the backends of today.
 */
final class Applier {

  private static final Logger log = LoggerFactory.getLogger(Applier.class);
  private static final Duration RETRY_REFUSED = Duration.ofSeconds(60);
  private static final Duration RETRY_SILENT = Duration.ofSeconds(1);
  private static final Duration NEW_WORKER = Duration.ofSeconds(2);

  private final Setup setup;
  private final Memory memory;
  private final Report report;
  private final Pace pace;

  /** What HAProxy serves, null while that is not known. */
  private @Nullable Rendered live;

  /** The services that {@link #live} was made from; none when it was read from the file. */
  private Map<String, ProxiedService> good = Map.of();

  /** What rendered {@link #live}: another than ours while a new top-level section waits. */
  private HaproxyText goodText;

  private Allocation allocation = Allocation.none();
  private Omissions omissions = Omissions.NONE;
  private boolean begun;
  private boolean socketRefused;
  private String refusedStructure = "";
  private Instant refusedUntil = Instant.MIN;
  private Instant wake = Instant.MAX;
  private Instant restartedAt = Instant.MIN;

  Applier(Setup setup, Memory memory, Report report, Pace pace) {
    this.setup = setup;
    this.memory = memory;
    this.report = report;
    this.pace = pace;
    this.goodText = setup.text();
  }

  /** Goes on where the one with another top-level section ended. */
  void goOnFrom(Applier other) {
    begun = other.begun;
    live = other.live;
    good = other.good;
    goodText = other.goodText;
    allocation = other.allocation;
    omissions = other.omissions;
  }

  Setup setup() {
    return setup;
  }

  /** When there is something to do even without news. */
  Instant wake() {
    return wake;
  }

  /** Does what can be done now for HAProxy to serve this. */
  void converge(List<ProxiedService> wanted) throws IOException, InterruptedException {
    wake = Instant.MAX;
    socketRefused = false;
    begin(wanted);
    Omissions before = omissions;
    omissions = omissions.standingAt(report.now()).of(wanted, good);
    String reason = serve(omissions.remaining(wanted, good), setup.text());
    if (reason == null) {
      report.mended();
    } else {
      restructure(reason, wanted, before);
    }
    report.leftOut(omissions);
    Instant retry = omissions.nextRetry();
    if (retry != null) {
      wakeAt(retry);
    }
  }

  /** Adopts an HAProxy that serves the file already. */
  private void begin(List<ProxiedService> wanted) throws IOException {
    if (begun) {
      return;
    }
    allocation = memory.allocation(wanted, report.now());
    Optional<Worker> worker = setup.fleet().worker();
    if (worker.isPresent()) {
      setup.fleet().look();
      live = memory.live(worker.get());
      if (live != null) {
        long pid = worker.get().pid();
        log.atInfo().addKeyValue("pid", pid).log("haproxy: adopted, worker {}", pid);
      }
    }
    begun = true;
  }

  /** Makes HAProxy serve this; returns why that needs a reload, null when it is done. */
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

  private @Nullable String tell(
      Rendered before,
      Rendered target,
      List<ServerChange> changes,
      List<ProxiedService> services,
      HaproxyText text)
      throws IOException, InterruptedException {
    if (!setup.usesSocket()) {
      return changes.isEmpty() ? null : "servers changed";
    }
    Map<ServerChange, String> refused = Map.of();
    if (!changes.isEmpty() || setup.fleet().isUnsure()) {
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
    socketRefused = true;
    Map.Entry<ServerChange, String> first = refused.entrySet().iterator().next();
    if (refused.entrySet().stream().allMatch(Applier::isMerelyNotAdded)) {
      List<ProxiedService> rest = Without.servers(services, target, refused.keySet());
      accept(text.render(rest, target.allocation(), report.now()), rest, text);
    } else {
      live = null;
    }
    return "server %s: %s".formatted(first.getKey().server(), first.getValue());
  }

  private static boolean isMerelyNotAdded(Map.Entry<ServerChange, String> refusal) {
    return refusal.getKey() instanceof ServerChange.Add
        && !refusal.getValue().startsWith("No such");
  }

  /** A silent HAProxy of ours is left alone until it speaks or dies; another's is reloaded. */
  private String unanswered(IOException e) throws IOException {
    if (setup.isOwn() && !setup.owner().isDead()) {
      wakeAt(report.now().plus(RETRY_SILENT));
      throw e;
    }
    live = null;
    return "haproxy gives no answer: " + e.getMessage();
  }

  /** Goes the long way: check, file, reload. */
  private void restructure(String reason, List<ProxiedService> wanted, Omissions before)
      throws IOException, InterruptedException {
    keepServing(wanted);
    List<ProxiedService> hoped = omissions.remaining(wanted, good);
    String structure = render(hoped).structure();
    if (structure.equals(refusedStructure) && report.now().isBefore(refusedUntil)) {
      wakeAt(refusedUntil);
      return;
    }
    switch (vetting().vet(wanted, omissions)) {
      case Vetted.Refused(String words) -> {
        refusedStructure = structure;
        refusedUntil = report.now().plus(RETRY_REFUSED);
        wakeAt(refusedUntil);
        report.refused(words);
      }
      case Vetted.Taken(Rendered rendered, List<ProxiedService> services, Omissions left) -> {
        omissions = left.sinceAs(before);
        refusedStructure = "";
        report.mended();
        takeOver(reason, rendered, services);
      }
    }
  }

  private Vetting vetting() {
    return new Vetting(setup.check(), setup.candidate(), this::render, good, report.now());
  }

  private void takeOver(String reason, Rendered rendered, List<ProxiedService> services)
      throws IOException, InterruptedException {
    if (live != null && isServed(rendered, services)) {
      setup.candidate().delete();
      return;
    }
    if (!setup.config().doReloads()) {
      memory.write(rendered);
      report.problem("do_reloads is false, somebody must reload haproxy: " + reason);
      return;
    }
    if (!pace.mayReload()) {
      wakeAt(pace.next());
      return;
    }
    reload(reason, rendered, services);
  }

  /** Whether what remained after the check needs no reload any more. */
  private boolean isServed(Rendered rendered, List<ProxiedService> services)
      throws IOException, InterruptedException {
    Rendered now = live;
    return now != null
        && switch (Differences.between(now, rendered)) {
          case Difference.None() -> serve(services, setup.text()) == null;
          case Difference.Servers(var _) -> !socketRefused && serve(services, setup.text()) == null;
          case Difference.Structure(var _) -> false;
        };
  }

  private void reload(String reason, Rendered rendered, List<ProxiedService> services)
      throws IOException, InterruptedException {
    HaproxyConfig config = setup.config();
    String before = memory.write(rendered);
    Optional<Worker> old = setup.fleet().worker();
    try {
      setup.owner().reload();
    } catch (ReloadFailedException e) {
      report.reloadFailed(reason, e.words());
      for (Omission blamed : vetting().blamed(e.words(), rendered, services)) {
        omissions = omissions.with(blamed);
      }
      if (setup.isOwn() && before != null) {
        memory.restore(before);
      }
      pace.reloaded(config.restartInterval(), config.restartJitter());
      wakeAt(pace.next());
      return;
    }
    pace.reloaded(config.restartInterval(), config.restartJitter());
    setup.candidate().delete();
    awaitAnother(old);
    report.answers(setup.fleet().worker());
    accept(rendered, services, setup.text());
    report.reloaded(reason);
    report.noProblem();
    resume(rendered);
  }

  /** Somebody else's reload may return before the new process listens. */
  private void awaitAnother(Optional<Worker> old) throws InterruptedException {
    if (setup.isOwn() || setup.fleet().isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + NEW_WORKER.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Worker> now = setup.fleet().worker();
      if (now.isPresent() && !now.equals(old)) {
        return;
      }
      Thread.sleep(20);
    }
    log.warn("haproxy: no other process answers after reload_command");
  }

  /** After HAProxy was started or reloaded with {@code rendered}. */
  private void resume(Rendered rendered) throws IOException {
    Optional<Worker> worker = setup.fleet().worker();
    report.answers(worker);
    if (worker.isPresent()) {
      setup.fleet().look();
      memory.mark(worker.get(), rendered);
      if (setup.usesSocket()) {
        setup.fleet().bring(rendered, rendered, List.of());
      }
    }
  }

  /** The structure that is live, with the backends of today. */
  private void keepServing(List<ProxiedService> wanted) throws IOException, InterruptedException {
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

  private void accept(Rendered target, List<ProxiedService> services, HaproxyText text)
      throws IOException {
    live = target;
    goodText = text;
    good = new LinkedHashMap<>(Omissions.byName(services));
    allocation = target.allocation();
    report.warnings(target.warnings());
    memory.accept(target, services, report.now());
    report.configured().complete(null);
  }

  private Rendered render(List<ProxiedService> services) {
    return setup.text().render(services, allocation, report.now());
  }

  private void wakeAt(Instant instant) {
    wake = instant.isBefore(wake) ? instant : wake;
  }

  /** Notices that HAProxy died or was replaced. */
  void watch() throws IOException, InterruptedException {
    HaproxyLog output = setup.log();
    if (output != null) {
      output.drain();
    }
    Rendered now = live;
    if (setup.isOwn() && now != null && setup.owner().isDead()) {
      revive(now);
    } else if (begun && !setup.fleet().isEmpty()) {
      look();
    }
  }

  private void revive(Rendered rendered) throws IOException, InterruptedException {
    report.answers(Optional.empty());
    if (report.now().isBefore(restartedAt.plus(RETRY_SILENT))) {
      return;
    }
    restartedAt = report.now();
    report.restarted();
    try {
      setup.owner().reload();
      resume(rendered);
    } catch (ReloadFailedException e) {
      report.reloadFailed("haproxy had died", e.words());
      live = null;
      wakeAt(report.now());
    }
  }

  private void look() throws IOException {
    try {
      if (setup.fleet().look()) {
        wakeAt(report.now());
        Rendered onDisk = memory.onDisk();
        if (!setup.config().doReloads() && onDisk != null) {
          live = onDisk;
          good = Map.of();
        }
      }
      report.answers(setup.fleet().worker());
    } catch (IOException e) {
      report.answers(Optional.empty());
      log.debug("haproxy: {}", e.toString());
    }
    if (setup.fleet().waiting() > 0) {
      setup.fleet().sweep();
    }
  }
}
