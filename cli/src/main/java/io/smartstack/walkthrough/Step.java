// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

/**
 * One step of the walkthrough.
 *
 * @param chapter the part of the seed it belongs to
 * @param title what is shown
 * @param failures what may become of service_b's calls meanwhile
 * @param act does and observes
 */
record Step(String chapter, String title, Failures failures, Act act) {

  /** What a step does; throws when it can't go on. */
  @FunctionalInterface
  interface Act {
    void play(Scene scene) throws Exception;
  }
}
