// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import java.io.PrintStream;
import java.time.Duration;

/** Everything that is printed, each line with the time since the beginning. */
final class Screen {

  private static final int WIDTH = 400;

  private final PrintStream out;
  private final long began = System.nanoTime();

  Screen(PrintStream out) {
    this.out = out;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  void chapter(String title) {
    out.println();
    out.println("=== " + title + " " + "=".repeat(Math.max(3, 92 - title.length())));
  }

  void step(int number, int of, String title) {
    out.println();
    line("[%d/%d] %s".formatted(number, of, title));
  }

  /** What happens behind the scene. */
  void note(String text) {
    text.lines().forEach(part -> line("      " + part));
  }

  /** What is done, as it would be typed. */
  void deed(String where, String command) {
    line("  %s$ %s".formatted(where, command));
  }

  /** What is seen at a place. */
  void seen(String where, String text) {
    text.lines().forEach(part -> line("    %s | %s".formatted(where, shortened(part))));
  }

  void verdict(Verdict verdict) {
    String observed = verdict.observed().isEmpty() ? "" : " (" + verdict.observed() + ")";
    line("    %s %s%s".formatted(verdict.holds() ? "ok " : "NOT", verdict.what(), observed));
  }

  void plain(String text) {
    out.println(text);
  }

  private void line(String text) {
    out.printf("%6.1f  %s%n", elapsed().toMillis() / 1e3, text);
    out.flush();
  }

  private static String shortened(String text) {
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 4) + " ...";
  }
}
