// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins to drain when a file comes to exist, for whoever can touch a file but send no request. It
 * does so once: removing the file ends nothing.
 */
public final class DrainFile implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DrainFile.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Path file;
  private final Drain drain;
  private final Thread thread;

  /** Nothing happens before {@link #start}. */
  public DrainFile(Path file, Drain drain) {
    this.file = file;
    this.drain = drain;
    // A disk that hangs would hold a virtual thread's carrier, and so checks.
    this.thread = Thread.ofPlatform().daemon().name("drain-file").unstarted(this::work);
  }

  /** Looks at once, then ten times a second until the file is there. */
  public void start() {
    if (!found()) {
      thread.start();
    }
  }

  private void work() {
    try {
      do {
        Thread.sleep(LOOK);
      } while (!found());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean found() {
    if (!Files.exists(file)) {
      return false;
    }
    log.info("drain: {} exists, draining begins", file);
    drain.begin();
    return true;
  }

  /** Looks no more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
