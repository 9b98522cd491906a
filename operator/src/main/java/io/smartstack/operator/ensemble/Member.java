// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import org.jspecify.annotations.Nullable;

/**
 * A pod of an ensemble.
 *
 * @param id its number in the ensemble: the pod's ordinal and 1
 * @param leaving it is being deleted
 * @param ready Kubernetes holds it for ready
 * @param current it runs what is wanted now
 * @param mode what it says of itself
 * @param node where it runs, null before it is scheduled
 */
record Member(
    int id, boolean leaving, boolean ready, boolean current, Mode mode, @Nullable String node) {

  /** Whether it can be counted on. */
  boolean serves() {
    return !leaving && ready && mode.serves();
  }

  /** Whether it gives nothing to the ensemble, so that it can be replaced at any time. */
  boolean idle() {
    return !leaving && !ready && !mode.serves();
  }
}
