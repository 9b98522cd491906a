// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

/** The operator dies at every write for an ensemble that grows and shrinks. */
final class EnsembleCrashIT extends CrashAtEveryWrite {

  EnsembleCrashIT() {
    super(People::runAnEnsemble);
  }
}
