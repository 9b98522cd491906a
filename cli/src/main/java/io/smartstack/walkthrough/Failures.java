// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.load.Statistics;

/** What may become of service_b's calls during a step. */
sealed interface Failures {

  /** What is expected, for the screen. */
  String expectation();

  /** Whether what was counted is as expected. */
  boolean allow(Statistics counted);

  /** Nobody calls yet. */
  record NoCaller() implements Failures {
    @Override
    public String expectation() {
      return "nobody calls yet";
    }

    @Override
    public boolean allow(Statistics counted) {
      return true;
    }
  }

  /** Not one may fail. */
  record None() implements Failures {
    @Override
    public String expectation() {
      return "0 failed";
    }

    @Override
    public boolean allow(Statistics counted) {
      return counted.failed() == 0;
    }
  }

  /** Only those may fail whose answer had begun when its sender was killed. */
  record OnlyBegun() implements Failures {
    @Override
    public String expectation() {
      return "at most those fail whose answer had begun";
    }

    @Override
    public boolean allow(Statistics counted) {
      return counted.failed() == counted.failedBegun();
    }
  }

  /**
   * Calls fail, for want of anybody to answer them, until it is mended.
   *
   * @param why for the screen
   */
  record UntilMended(String why) implements Failures {
    @Override
    public String expectation() {
      return why + "; 0 failed once mended";
    }

    @Override
    public boolean allow(Statistics counted) {
      return true;
    }
  }

  /**
   * A protection is off: calls must fail, or it protects from nothing.
   *
   * @param why for the screen
   */
  record Proof(String why) implements Failures {
    @Override
    public String expectation() {
      return why + ": some must fail";
    }

    @Override
    public boolean allow(Statistics counted) {
      return counted.failed() > 0;
    }
  }
}
