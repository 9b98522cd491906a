// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a scenario is given: its size, a directory of its own, and somebody to tell. */
public final class Stage {

  private final Size size;
  private final Path directory;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final long start = System.nanoTime();

  /**
   * A stage for one run of one scenario.
   *
   * @param directory exists, is empty, and stays after the run: its logs may be wanted
   */
  public Stage(Size size, Path directory) {
    this.size = size;
    this.directory = directory;
  }

  /** How long to measure. */
  public Size size() {
    return size;
  }

  /** Where the scenario's files and logs go. */
  public Path directory() {
    return directory;
  }

  /** Shows progress. */
  public void say(String progress) {
    System.out.printf(Locale.ROOT, "  %5.1f s  %s%n", (System.nanoTime() - start) / 1e9, progress);
  }

  /** Keeps a caveat beside the figures: on the page and in the results. */
  public void note(String caveat) {
    notes.add(caveat);
    say("note: " + caveat);
  }

  List<String> notes() {
    return new ArrayList<>(notes);
  }
}
