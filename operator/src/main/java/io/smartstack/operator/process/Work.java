// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.util.List;

/** A part of the process: something that is started, has problems or none, and is stopped. */
interface Work {

  /**
   * Begins; returns when it works.
   *
   * @throws RuntimeException when it can't
   */
  void start();

  /** What is wrong with it, in words; empty when all is well, and before it is started. */
  List<String> problems();

  /** Ends in order; also one that never began. */
  void stop();
}
