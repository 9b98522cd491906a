// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

/**
 * One request.
 *
 * @param startNanos when it was due, by {@link System#nanoTime}
 * @param endNanos when its outcome was known
 * @param keepAlive whether it went over a kept-alive connection
 * @param outcome what became of it
 * @param status the answer's status, 0 when there was none
 * @param begun whether any byte of the answer had come
 * @param node who answered: the body's text, empty when it failed
 */
public record Sample(
    long startNanos,
    long endNanos,
    boolean keepAlive,
    Outcome outcome,
    int status,
    boolean begun,
    String node) {

  /** Whether it counts as failed. */
  public boolean failed() {
    return outcome != Outcome.OK;
  }
}
