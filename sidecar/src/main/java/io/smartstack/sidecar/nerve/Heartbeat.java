// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a file's modification time while Nerve works, for whoever watches over it. */
final class Heartbeat {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final Supplier<@Nullable Path> path;
  private final Runnable proof;
  private final Duration pause;
  private final Thread thread;
  private @Nullable Path refused;

  /**
   * Prepares a heartbeat.
   *
   * @param path the file, null for none now
   * @param proof returns only while Nerve works
   * @param pause between two beats
   */
  Heartbeat(Supplier<@Nullable Path> path, Runnable proof, Duration pause) {
    this.path = path;
    this.proof = proof;
    this.pause = pause;
    // A disk that hangs would hold a virtual thread's carrier, and so checks.
    this.thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Path file = path.get();
        if (file != null) {
          proof.run();
          touch(file);
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void touch(Path file) {
    try {
      create(file);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      refused = null;
    } catch (IOException e) {
      if (!file.equals(refused)) {
        log.atWarn().log("nerve: heartbeat file {} can't be touched: {}", file, e.toString());
      }
      refused = file;
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }
}
