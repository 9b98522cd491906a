// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.time.Duration;

/**
 * How long, and how often, a command asks until it has its answer.
 *
 * @param whole how long in all; it asks at least once
 * @param pause between two questions
 */
record Patience(Duration whole, Duration pause) {

  /** A question. */
  interface Question {

    /** What is in the way; empty when nothing is. */
    String ask() throws InterruptedException;
  }

  /** What is in the way at the end; empty when nothing is. */
  String until(Question question) throws InterruptedException {
    long end = System.nanoTime() + whole.toNanos();
    String answer = question.ask();
    while (!answer.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(pause);
      answer = question.ask();
    }
    return answer;
  }
}
