// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HAProxy as Synapse sees it: it is told what shall be served, and serves it.
 *
 * <p>Without {@code reload_command} HAProxy is started detached, kept running and found again by
 * the next process that is given the same run directory; it is never stopped. Where its {@link
 * Keeper} is beside us, it is never started either. With the command, HAProxy is somebody else's
 * and only told what changes.
 */
public final class Haproxy implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Haproxy.class);
  private static final Duration TURN = Duration.ofMillis(250);
  private static final Duration BREATH = Duration.ofMillis(20);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Setup.Place place;
  private final Report report;
  private final Ticks ticks = Ticks.begin();
  private final Pace pace = new Pace(ticks, RandomGenerator.getDefault());
  private final Mailbox<Wanted> mailbox = new Mailbox<>();
  private final Object latestLock = new Object();
  private Wanted latest;

  /** Held by whoever speaks with HAProxy: our thread, or for a moment one that brings news. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile @Nullable Wanted hurried;
  private volatile @Nullable Applier applier;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;
  private long watchedAt = System.nanoTime() - TURN.toNanos();

  /**
   * What shall be served.
   *
   * @param services null before the first {@link #apply}
   * @param number the later, the larger
   */
  private record Wanted(
      HaproxyConfig config, @Nullable List<ProxiedService> services, long number) {}

  /**
   * Nothing happens before {@link #start}.
   *
   * @param config the top-level section
   * @param runDirectory where sockets, HAProxy's output and our notes about it are kept; at most 75
   *     bytes long, since HAProxy takes 97 for the path of a socket
   * @param keeper who starts HAProxy where {@code reload_command} doesn't say it is somebody else's
   * @param metrics receives {@code haproxy.*}
   */
  public Haproxy(HaproxyConfig config, Path runDirectory, Keeper keeper, MeterRegistry metrics) {
    this(
        config,
        new Setup.Place(
            runDirectory.toAbsolutePath(),
            keeper,
            () -> Binary.haproxy(System.getenv()),
            InstantSource.system(),
            metrics));
  }

  Haproxy(HaproxyConfig config, Setup.Place place) {
    this.place = place;
    this.latest = new Wanted(config, null, 0);
    this.report = new Report(place.clock(), place.metrics());
  }

  /** Begins to work, in a thread of its own; returns at once. */
  public void start() {
    thread = Thread.ofVirtual().name("haproxy").start(this::work);
  }

  /**
   * What shall be served from now on. Of several that come while HAProxy is being changed only the
   * last one counts. Servers that merely come and go are told on the caller's thread, which takes
   * as long as HAProxy's answer, once 2 s at most where it gives none; all else is done later.
   *
   * @param services all services, order as configured
   */
  public void apply(List<ProxiedService> services) {
    synchronized (latestLock) {
      latest = new Wanted(latest.config(), List.copyOf(services), latest.number() + 1);
      hurry(latest);
      mailbox.put(latest);
    }
  }

  /** Tells what can be told at once, unless our thread is busy: then it tells that itself. */
  private void hurry(Wanted wanted) {
    if (turn.tryLock()) {
      try {
        Applier now = applier;
        List<ProxiedService> services = wanted.services();
        boolean same = now != null && now.setup().config().equals(wanted.config());
        if (now != null && same && !closed && services != null && now.hurry(services)) {
          hurried = wanted;
        }
      } finally {
        turn.unlock();
      }
    }
  }

  /** Another top-level section, from a configuration that was read again; returns at once. */
  public void reconfigure(HaproxyConfig config) {
    synchronized (latestLock) {
      latest = new Wanted(config, latest.services(), latest.number() + 1);
      mailbox.put(latest);
    }
  }

  /** Completed when HAProxy serves a configuration of ours for the first time. */
  public CompletableFuture<Void> configured() {
    return report.configured().copy();
  }

  /** How HAProxy stands, without asking it. */
  public HaproxyStatus status() {
    Applier now = applier;
    return now == null
        ? report.status("", 0)
        : report.status(now.setup().owner().name(), now.setup().fleet().waiting());
  }

  /**
   * What HAProxy says of each server, asked now; with several HAProxy processes, what the first
   * says.
   *
   * @throws IOException when it doesn't answer within two seconds
   */
  public List<ServerStatus> servers() throws IOException {
    Applier now = applier;
    if (now == null || now.setup().fleet().isEmpty()) {
      throw new IOException("there is no socket to ask HAProxy through");
    }
    RuntimeSocket socket = now.setup().fleet().processes().getFirst().socket();
    return ServerStatus.parse(socket.ask("show stat"));
  }

  /** Ends our work. HAProxy goes on. */
  @Override
  public void close() {
    closed = true;
    Thread working = thread;
    if (working != null) {
      working.interrupt();
      try {
        working.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    @Nullable Wanted current = null;
    Duration next = Ticks.NEVER;
    while (!closed) {
      try {
        Wanted news = mailbox.take(patience());
        if (news != null) {
          current = news;
          next = isHurried(news) ? Ticks.NEVER : Ticks.AT_ONCE;
        }
        if (current != null) {
          turn.lock();
          try {
            current = newest(current);
            next = turn(current, next);
          } finally {
            turn.unlock();
          }
        }
      } catch (InterruptedException e) {
        closed = true;
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          trouble(e);
          next = ticks.in(AFTER_TROUBLE);
        }
      }
    }
    leave(current);
  }

  /** A turn's length, or until there is something to do. */
  private Duration patience() {
    Applier now = applier;
    Duration wait = now == null ? TURN : now.wake().minus(ticks.now());
    Duration atLeast = wait.compareTo(BREATH) < 0 ? BREATH : wait;
    return atLeast.compareTo(TURN) > 0 ? TURN : atLeast;
  }

  /** Nobody writes the file after us, and HAProxy may start from it again. */
  private void leave(@Nullable Wanted last) {
    Applier now = applier;
    // Files can't be written by a thread that is interrupted.
    Thread.interrupted();
    turn.lock();
    try {
      List<ProxiedService> services = last == null ? null : newest(last).services();
      if (now != null && services != null && now.isAhead()) {
        now.converge(services);
      }
    } catch (IOException | RuntimeException e) {
      trouble(e);
    } catch (InterruptedException e) {
      log.debug("haproxy: interrupted while leaving");
    } finally {
      turn.unlock();
    }
    Thread.currentThread().interrupt();
  }

  private boolean isHurried(Wanted news) {
    Wanted told = hurried;
    return told != null && told.number() == news.number();
  }

  /** What was told meanwhile on another thread, if that is later; under the lock. */
  private Wanted newest(Wanted known) {
    Wanted told = hurried;
    return told != null && told.number() > known.number() ? told : known;
  }

  /** One turn; returns when the next is due even without news. */
  private Duration turn(Wanted wanted, Duration due) throws IOException, InterruptedException {
    Applier now = applierFor(wanted.config());
    List<ProxiedService> services = wanted.services();
    boolean hurried = services != null && ticks.reached(due) && now.hurry(services);
    if (System.nanoTime() - watchedAt >= TURN.toNanos()) {
      now.watch();
      watchedAt = System.nanoTime();
    }
    boolean isDue = ticks.reached(now.wake()) || (ticks.reached(due) && !hurried);
    if (services == null || !isDue) {
      return hurried ? Ticks.NEVER : due;
    }
    now.converge(services);
    return Ticks.NEVER;
  }

  private Applier applierFor(HaproxyConfig config) throws IOException, InterruptedException {
    Applier now = applier;
    if (now == null || !now.setup().config().equals(config)) {
      Files.createDirectories(place.directory());
      Setup setup = Setup.of(config, place);
      LiveMark mark =
          new LiveMark(new ConfigurationFile(place.directory().resolve("haproxy.live")));
      GoodSections sections =
          new GoodSections(new ConfigurationFile(place.directory().resolve("haproxy.sections")));
      Applier next = new Applier(setup, new Memory(setup, mark, sections), report, ticks, pace);
      if (now != null && setup.isSameHaproxy(now.setup())) {
        next.goOnFrom(now);
      }
      now = next;
      applier = next;
    }
    return now;
  }

  private void trouble(Exception e) {
    log.debug("haproxy", e);
    // Its message is the bare path of the file.
    boolean bare = e instanceof FileSystemException file && file.getReason() == null;
    report.problem(
        e.getMessage() == null || bare
            ? e.toString().replaceFirst("^[^:]*", e.getClass().getSimpleName())
            : e.getMessage());
  }
}
