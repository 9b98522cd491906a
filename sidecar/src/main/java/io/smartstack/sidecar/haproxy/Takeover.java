// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an HAProxy that runs takes its file over: its master is asked to reload, and what came of it
 * is read from the master's processes and from the worker's own socket. It works with sockets
 * alone, so HAProxy may live in another pid namespace.
 *
 * @param master the master's socket
 * @param worker the runtime socket
 * @param output what HAProxy writes
 */
record Takeover(RuntimeSocket master, RuntimeSocket worker, HaproxyLog output) {

  /** Longest wait until a new worker serves. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  static final long POLL_MILLIS = 10;

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);

  /** Whether nobody holds either socket. */
  boolean isSilent() {
    return !worker.listens() && !master.listens();
  }

  /** What the master tells of its processes, empty while it doesn't answer. */
  Optional<Processes> processes() {
    try {
      return Optional.of(Processes.parse(master.ask("show proc")));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether this worker is the one that answers on the runtime socket. */
  boolean serves(long pid) {
    try {
      return Worker.parse(worker.ask("show info")).pid() == pid;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** HAProxy's alerts since its output had this size. */
  String words(long written, String otherwise) {
    String alerts = Check.alerts(output.since(written));
    return alerts.isEmpty() ? otherwise : alerts;
  }

  /**
   * Returns when a new worker serves the file.
   *
   * @param written the size of HAProxy's output before
   * @param dead whether HAProxy has died
   * @throws ReloadFailedException when HAProxy refused, ended or did nothing for 30 s
   * @throws IOException when the master doesn't answer, or another took its place meanwhile
   */
  void run(long written, BooleanSupplier dead)
      throws ReloadFailedException, IOException, InterruptedException {
    Processes before = Processes.parse(master.ask("show proc"));
    askToReload();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Processes> now = processes();
      if (now.isPresent() && took(before, now.get(), written)) {
        return;
      }
      if (now.isEmpty() && dead.getAsBoolean()) {
        throw new ReloadFailedException(words(written, "HAProxy ended at the reload"));
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new ReloadFailedException(words(written, "no new worker within " + LIMIT));
  }

  private boolean took(Processes before, Processes now, long written)
      throws ReloadFailedException, IOException {
    if (now.master() != before.master()) {
      throw new IOException("HAProxy was started anew while it was to reload");
    }
    if (now.failed() > before.failed()) {
      throw new ReloadFailedException(words(written, "HAProxy refused the reload"));
    }
    return now.worker().isPresent()
        && !now.worker().equals(before.worker())
        && serves(now.worker().getAsLong());
  }

  private void askToReload() {
    try {
      String answer = master.ask("reload");
      log.debug("haproxy: reload: {}", answer);
    } catch (IOException e) {
      // The master starts itself anew and closes every connection; what came of it is read after.
      log.debug("haproxy: the master closed the connection at reload: {}", e.toString());
    }
  }
}
