// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import org.junit.jupiter.api.Nested;

/**
 * The tests of one settled {@link World}, in one JVM: a second world would take as long to settle,
 * and its pods would want the same port of localhost. Each can also be run by its name.
 */
final class WholeIT {

  @Nested
  final class FirstPage extends FirstPageIT {}

  @Nested
  final class Steady extends SteadyIT {}
}
