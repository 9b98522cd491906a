// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.reload;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a configuration anew whenever its files change on disk. Looks at their content twice a
 * second and waits until two looks agree, so a file is not read while it is being written. Thread
 * safe; one reload at a time.
 */
public final class ConfigWatch<T> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final String part;
  private final Path file;
  private final Loader<T> loader;
  private final Consumer<T> apply;
  private final MeterRegistry meters;
  private final Duration pause;
  private final ConfigFiles files;
  private final Thread thread;
  private String acted;
  private String seen;
  private volatile @Nullable String problem;

  /** Reads and validates a configuration. */
  @FunctionalInterface
  public interface Loader<T> {

    /**
     * The configuration as it is on disk now.
     *
     * @throws ConfigException when it is refused
     */
    T load() throws ConfigException;
  }

  /**
   * Remembers what is on disk now; make it before the configuration is first loaded, so that no
   * change in between is missed.
   *
   * @param part {@code nerve} or {@code synapse}, for logs and the metric {@code
   *     <part>.config.reloads}
   * @param file the configuration file; the files of its {@code service_conf_dir} are watched too
   * @param loader reads it
   * @param apply takes each new configuration; called by one thread at a time
   * @param meters receives the metric, with the tag {@code result} {@code applied} or {@code
   *     refused}
   */
  public ConfigWatch(
      String part, Path file, Loader<T> loader, Consumer<T> apply, MeterRegistry meters) {
    this(part, file, loader, apply, meters, LOOK);
  }

  ConfigWatch(
      String part,
      Path file,
      Loader<T> loader,
      Consumer<T> apply,
      MeterRegistry meters,
      Duration pause) {
    this.part = part;
    this.file = file;
    this.loader = loader;
    this.apply = apply;
    this.meters = meters;
    this.pause = pause;
    this.files = new ConfigFiles(file);
    this.acted = files.fingerprint();
    this.seen = acted;
    // A disk that hangs would hold a virtual thread's carrier, and so checks.
    this.thread = Thread.ofPlatform().daemon().name(part + "-config-watch").unstarted(this::run);
  }

  /** Begins to watch. */
  public void start() {
    thread.start();
  }

  /** Loads and applies what is on disk, changed or not: what SIGHUP asks for. */
  public synchronized void reloadNow() {
    seen = files.fingerprint();
    reload();
  }

  /** The first thing wrong with what is on disk, null while that is in force. */
  public @Nullable String problem() {
    return problem;
  }

  /** Watches no more; a reload under way is finished. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(pause);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    String now = files.glance();
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(acted)) {
      reload();
    }
  }

  private void reload() {
    acted = seen;
    try {
      apply.accept(loader.load());
      problem = null;
      count("applied");
      log.atInfo().addKeyValue("file", file).log("{}: configuration {} is applied", part, file);
    } catch (ConfigException e) {
      problem = e.problems().getFirst().toString();
      refused(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("{}: applying {} broke", part, file);
      problem = e.toString();
      refused(e.toString());
    }
  }

  private void refused(String why) {
    count("refused");
    log.atError()
        .addKeyValue("file", file)
        .log("{}: NEW CONFIGURATION REFUSED, the old one stays in force: {}", part, why);
  }

  private void count(String result) {
    meters.counter(part + ".config.reloads", "result", result).increment();
  }
}
