// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.util.List;
import java.util.stream.Collectors;

/** The one line that a run ends with. */
final class FinalLine {

  private FinalLine() {}

  /** {@code targets: 17 held, 2 missed (name 1.9 × > 1.6 ×; …), 6 reported}. */
  static String of(List<Figure> figures) {
    List<Figure> missed = with(figures, Verdict.MISSED);
    return "targets: %d held, %d missed%s, %d reported"
        .formatted(
            with(figures, Verdict.HELD).size(),
            missed.size(),
            missed.isEmpty()
                ? ""
                : missed.stream()
                    .map(FinalLine::missed)
                    .collect(Collectors.joining("; ", " (", ")")),
            with(figures, Verdict.REPORTED).size());
  }

  /** Whether a figure that must be zero is not. */
  static boolean faulty(List<Figure> figures) {
    return with(figures, Verdict.MISSED).stream()
        .anyMatch(figure -> figure.target() instanceof Target.Zero);
  }

  private static String missed(Figure figure) {
    Target target = figure.target();
    return figure.name() + (target == null ? "" : " " + target.missedBy(figure));
  }

  private static List<Figure> with(List<Figure> figures, Verdict verdict) {
    return figures.stream().filter(figure -> figure.verdict() == verdict).toList();
  }
}
