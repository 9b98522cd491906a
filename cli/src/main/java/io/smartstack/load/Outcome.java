// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

/** What became of a request. */
public enum Outcome {
  /** A whole answer with status 200. */
  OK("ok"),
  /** A whole answer with another status. */
  NOT_200("not 200"),
  /** No connection. */
  REFUSED("refused"),
  /** The connection was reset after the request was sent. */
  RESET("reset"),
  /** The connection was closed before any byte of the answer. */
  NO_ANSWER("no answer"),
  /** The connection was closed within the answer. */
  SHORT("short"),
  /** No whole answer in time. */
  TIMEOUT("timeout"),
  /** Bytes that are no HTTP answer. */
  GARBAGE("garbage");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** As it is written on screen. */
  public String word() {
    return word;
  }
}
