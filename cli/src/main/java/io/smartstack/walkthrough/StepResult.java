// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import io.smartstack.load.Statistics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step.
 *
 * @param step the step
 * @param took how long it took
 * @param calls service_b's calls meanwhile, null when nobody called
 * @param noticed from the deed until it was noticed, null when there was nothing to notice
 * @param recovered from the deed until all was well again, null when nothing was broken
 * @param verdicts everything looked at
 */
record StepResult(
    Step step,
    Duration took,
    @Nullable Statistics calls,
    @Nullable Duration noticed,
    @Nullable Duration recovered,
    List<Verdict> verdicts) {

  boolean passed() {
    return verdicts.stream().allMatch(Verdict::holds);
  }
}
