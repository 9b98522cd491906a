// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in reverse, each whatever becomes of the others. */
public final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Takes a part over; returns it. */
  public synchronized <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  /**
   * Closes all.
   *
   * @throws IllegalStateException when one of them could not be closed
   */
  @Override
  public synchronized void close() {
    IllegalStateException trouble = new IllegalStateException("a part could not be closed");
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        trouble.addSuppressed(e);
      }
    }
    if (trouble.getSuppressed().length > 0) {
      throw trouble;
    }
  }
}
