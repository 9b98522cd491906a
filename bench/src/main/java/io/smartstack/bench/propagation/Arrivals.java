// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts the consumers at which a change has arrived. */
final class Arrivals {

  private volatile Round round = new Round(0);

  private static final class Round {
    private final CountDownLatch missing;
    private volatile long last;

    Round(int consumers) {
      missing = new CountDownLatch(consumers);
    }
  }

  /** From now on this many are expected. */
  void expect(int consumers) {
    round = new Round(consumers);
  }

  /** One more. */
  void arrived() {
    Round now = round;
    now.last = System.nanoTime();
    now.missing.countDown();
  }

  /**
   * When the last one was there ({@link System#nanoTime}).
   *
   * @throws TimeoutException when some are missing after 60 s
   */
  long last() throws InterruptedException, TimeoutException {
    Round now = round;
    if (!now.missing.await(60, TimeUnit.SECONDS)) {
      throw new TimeoutException(now.missing.getCount() + " consumers were not told");
    }
    return now.last;
  }
}
