// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.util.List;

/** One benchmark: starts its real parts, measures, ends them. */
public interface Scenario {

  /** What it is called on the command line and in results: lower-case words joined by dashes. */
  String name();

  /** One sentence: what is measured, between which two moments. */
  String about();

  /**
   * Measures. Whatever it started has ended when this returns or throws.
   *
   * @return at least one figure
   * @throws Exception when it broke; the run then fails
   */
  List<Figure> run(Stage stage) throws Exception;
}
