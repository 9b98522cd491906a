// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.time.Instant;
import java.util.List;

/**
 * What came of one run of one scenario.
 *
 * @param scenario its name
 * @param about what it measures
 * @param size how long it measured
 * @param machine what it ran on
 * @param at when it began
 * @param seconds how long it took
 * @param figures what was measured
 * @param notes what to know before using any of it
 */
record Result(
    String scenario,
    String about,
    Size size,
    String machine,
    Instant at,
    double seconds,
    List<Figure> figures,
    List<String> notes) {

  Result {
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }
}
