// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.util.List;

/** A part of the process: something that is started, has problems or none, and is stopped. */
interface Work {

  /**
   * Begins; returns when it works, or goes on trying by itself.
   *
   * @throws RuntimeException when it can't
   */
  void start();

  /** What is wrong with it, in words; empty when all is well. */
  List<String> problems();

  /** Says that the end is near; goes on working. */
  default void leave() {}

  /** Ends in order; also one that never began. */
  void stop();
}
