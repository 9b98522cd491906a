// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
  private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(1);
  private static final Duration NEW_WORKER = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 20;

  /** The file follows HAProxy so soon, or so much later that writing it takes 5 % of the time. */
  private static final Duration SOON = Duration.ofMillis(100);

  private static final int RARELY = 20;
  private static final Duration LATEST = Duration.ofSeconds(2);

  private final Setup setup;
  private final Memory memory;
  private final Report report;
  private final Ticks ticks;
  private final Pace pace;
  private final Serving serving;
  private final Unwritable unwritable;

  private Omissions omissions = Omissions.NONE;
  private String refusedStructure = "";
  private Duration refusedUntil = Ticks.AT_ONCE;
  private Duration wake = Ticks.NEVER;
  private Duration mayRestartAt = Ticks.AT_ONCE;
  private String problem = "";
  private Duration settleAt = Ticks.NEVER;
  private Duration rendering = Duration.ZERO;

  /** Whether an HAProxy that came back beside us may serve something else than is known. */
  private boolean unsettled;

  /** What is said until the process answers that reload_command should have started. */
  private String awaited = "";

  Applier(Setup setup, Memory memory, Report report, Ticks ticks, Pace pace) {
    this.setup = setup;
    this.memory = memory;
    this.report = report;
    this.ticks = ticks;
    this.pace = pace;
    this.serving = new Serving(setup, memory, report);
    this.unwritable = new Unwritable(setup.config().extraSections().keySet());
  }

  /** Goes on where the one with another top-level section ended. */
  void goOnFrom(Applier other) {
    serving.goOnFrom(other.serving);
    omissions = other.omissions;
  }

  Setup setup() {
    return setup;
  }

  /** When there is something to do even without news. */
  Duration wake() {
    return wake;
  }

  /**
   * Tells HAProxy at once of servers that merely came or went; {@link #converge} is then due a
   * little later, for many such changes once.
   *
   * @return whether that was all there is to tell
   */
  boolean hurry(List<ProxiedService> wanted) {
    if (ticks.reached(settleAt) || !serving.hurry(wanted)) {
      return false;
    }
    if (settleAt.equals(Ticks.NEVER)) {
      settleAt = ticks.in(pause());
    }
    wake = settleAt;
    return true;
  }

  /** Whether the file has yet to say what HAProxy serves. */
  boolean isAhead() {
    return serving.isAhead();
  }

  /** Long enough for the rendering to take but a small part of the time. */
  private Duration pause() {
    Duration share = rendering.multipliedBy(RARELY);
    Duration pause = share.compareTo(SOON) < 0 ? SOON : share;
    return pause.compareTo(LATEST) > 0 ? LATEST : pause;
  }

  /** Does what can be done now for HAProxy, and its file, to serve this. */
  void converge(List<ProxiedService> wanted) throws IOException, InterruptedException {
    long start = System.nanoTime();
    settleAt = Ticks.NEVER;
    wake = Ticks.NEVER;
    problem = awaited;
    serving.begin(wanted);
    Omissions before = omissions;
    omissions =
        omissions
            .standingAt(ticks.now())
            .of(wanted, serving.good())
            .and(unwritable.among(wanted, serving.good(), report.now()))
            .sinceAs(before);
    String reason = serving.serve(omissions.remaining(wanted, serving.good()));
    if (reason == null) {
      report.mended();
      if (omissions.list().isEmpty() && problem.isEmpty()) {
        serving.settled(wanted);
      }
      rendering = Duration.ofNanos(System.nanoTime() - start);
    } else {
      restructure(reason, wanted, before);
    }
    report.leftOut(omissions);
    report.problem(problem);
    wakeAt(omissions.nextRetry());
  }

  /** Goes the long way: check, file, reload. */
  private void restructure(String reason, List<ProxiedService> wanted, Omissions before)
      throws IOException, InterruptedException {
    serving.keep(wanted, omissions);
    String structure = serving.render(omissions.remaining(wanted, serving.good())).structure();
    if (structure.equals(refusedStructure) && !ticks.reached(refusedUntil)) {
      wakeAt(refusedUntil);
      return;
    }
    switch (vetting().vet(wanted, omissions)) {
      case Vetted.Refused(String words) -> {
        refusedStructure = structure;
        refusedUntil = ticks.in(RETRY_REFUSED);
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
    return new Vetting(
        setup.check(),
        setup.candidate(),
        serving::render,
        serving.good(),
        report.now(),
        ticks.now());
  }

  private void takeOver(String reason, Rendered rendered, List<ProxiedService> services)
      throws IOException, InterruptedException {
    if (serving.serves(rendered, services)) {
      setup.candidate().delete();
    } else if (!setup.config().doReloads()) {
      memory.write(rendered);
      setup.candidate().delete();
      report.configured().complete(null);
      problem = "do_reloads is false, somebody else must reload it: " + reason;
    } else if (pace.mayReload()) {
      reload(reason, rendered, services);
    } else {
      wakeAt(pace.next());
    }
  }

  private void reload(String reason, Rendered rendered, List<ProxiedService> services)
      throws IOException, InterruptedException {
    HaproxyConfig config = setup.config();
    String before = memory.write(rendered);
    Optional<Worker> old = setup.fleet().worker();
    setup.fleet().hangUp();
    try {
      ask(rendered);
    } catch (ReloadFailedException e) {
      report.reloadFailed(reason, e.words());
      for (Omission blamed : vetting().blamed(e.words(), rendered, services)) {
        omissions = omissions.with(blamed);
      }
      if (setup.isOurs() && before != null) {
        memory.restore(before);
      }
      pace.reloaded(config.restartInterval(), config.restartJitter());
      wakeAt(pace.next());
      return;
    }
    pace.reloaded(config.restartInterval(), config.restartJitter());
    setup.candidate().delete();
    awaited = awaitAnother(old) ? "" : "no other process answers after reload_command: " + reason;
    problem = awaited;
    report.answers(setup.fleet().worker());
    report.reloaded(reason);
    serving.accept(rendered, services);
    resume(rendered);
  }

  private void ask(Rendered target)
      throws ReloadFailedException, IOException, InterruptedException {
    setup.owner().reload();
    // Whoever starts an HAProxy beside us puts a file aside that it does not start from.
    if (setup.owner() instanceof NeighbourHaproxy && !memory.says(target)) {
      throw new IOException("haproxy's file was replaced while it was to be taken over");
    }
  }

  /** Somebody else's reload may return before the new process listens; whether one does. */
  private boolean awaitAnother(Optional<Worker> old) throws InterruptedException {
    if (setup.isOurs() || setup.fleet().isEmpty()) {
      return true;
    }
    long deadline = System.nanoTime() + NEW_WORKER.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Worker> now = setup.fleet().worker();
      if (now.isPresent() && !now.equals(old)) {
        return true;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
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

  private void wakeAt(Duration tick) {
    wake = tick.compareTo(wake) < 0 ? tick : wake;
  }

  /** Notices that HAProxy died or was replaced. */
  void watch() throws IOException, InterruptedException {
    HaproxyLog output = setup.log();
    if (output != null) {
      output.drain();
    }
    boolean dead = setup.isOurs() && serving.isKnown() && setup.owner().isDead();
    Rendered live = dead ? serving.live() : null;
    if (live != null) {
      revive(live);
    } else if (serving.hasBegun() && !setup.fleet().isEmpty()) {
      look();
    }
  }

  private void revive(Rendered live) throws IOException, InterruptedException {
    report.answers(Optional.empty());
    if (!ticks.reached(mayRestartAt)) {
      return;
    }
    mayRestartAt = ticks.in(BETWEEN_RESTARTS);
    report.restarted();
    serveAgain(live);
  }

  /** After a death: the file, then HAProxy, say what they said before. */
  private void serveAgain(Rendered live) throws IOException, InterruptedException {
    try {
      mendFile(live);
      ask(live);
      resume(live);
    } catch (ReloadFailedException e) {
      report.reloadFailed("haproxy had died", e.words());
      serving.lose();
      wakeAt(Ticks.AT_ONCE);
    }
  }

  /** Somebody may have spoilt the file, and HAProxy waits for ever with an empty one. */
  private void mendFile(Rendered live) {
    try {
      memory.mend(live);
    } catch (IOException e) {
      log.warn("haproxy: started from the file as it is, which can't be written: {}", e.toString());
    }
  }

  private void look() throws IOException, InterruptedException {
    try {
      boolean another = setup.fleet().look() || unsettled;
      Optional<Worker> worker = setup.fleet().known();
      report.answers(worker);
      if (another) {
        replaced(serving.live(), worker);
      }
      setup.fleet().sweep();
    } catch (IOException e) {
      report.answers(Optional.empty());
      log.debug("haproxy: {}", e.toString());
    }
  }

  /** Another process answers, and it was not us who started it. */
  private void replaced(@Nullable Rendered live, Optional<Worker> worker)
      throws IOException, InterruptedException {
    wakeAt(Ticks.AT_ONCE);
    awaited = "";
    switch (setup.owner()) {
      case OwnHaproxy own -> {
        // It reads no other file, whoever reloads it.
        if (live != null && worker.isPresent()) {
          memory.mark(worker.get(), live);
        }
      }
      case NeighbourHaproxy neighbour -> cameBack(live);
      case OthersHaproxy others -> {
        if (!setup.config().doReloads()) {
          serving.startedFromFile();
        }
      }
    }
  }

  /** Started beside us, perhaps before our file was written, or on another than ours. */
  private void cameBack(@Nullable Rendered live) throws IOException, InterruptedException {
    // What was not known before is asked for as at the start.
    if (live != null) {
      if (!unsettled) {
        report.restarted();
      }
      unsettled = true;
      serveAgain(live);
    }
    unsettled = false;
  }
}
