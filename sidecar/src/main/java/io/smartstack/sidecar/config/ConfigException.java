// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused as a whole, with every problem it has. */
public final class ConfigException extends Exception {

  private final transient List<Problem> problems;

  /**
   * Refuses a configuration.
   *
   * @param source the file, for the message
   * @param problems at least one
   */
  public ConfigException(String source, List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", source + " is refused:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
