// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one scene.
 *
 * @param chapter which part of the walkthrough it belongs to
 * @param title what happens
 * @param play the command that plays it alone
 * @param verdict what became of it
 * @param words why it failed or was left out; empty when it passed
 * @param sent calls made meanwhile; null when there were none
 * @param lost how many of them were lost
 * @param noticedBy who noticed
 * @param noticedSeconds after how long
 * @param recoveredSeconds from the remedy until all was well
 * @param seconds how long the scene took
 * @param lines what was done and seen
 */
public record Result(
    String chapter,
    String title,
    String play,
    Verdict verdict,
    String words,
    @Nullable Integer sent,
    @Nullable Integer lost,
    @Nullable String noticedBy,
    @Nullable Double noticedSeconds,
    @Nullable Double recoveredSeconds,
    double seconds,
    List<String> lines) {

  /** What became of a scene. */
  public enum Verdict {
    /** Everything was as it should be. */
    PASSED,
    /** Something was not. */
    FAILED,
    /** It can't be played on this cluster. */
    LEFT_OUT
  }
}
