// SPDX-License-Identifier: Apache-2.0
/**
 * Ensemble: a ZooKeeperEnsemble runs as a StatefulSet.
 *
 * <p>In: a ZooKeeperEnsemble, its pods, what its members say. Out: Kubernetes objects, dynamic
 * reconfigurations, a status.
 *
 * <p>Invariants: one member at a time, never past one that is not ready, the leader last, never
 * without a quorum; a volume claim is deleted only when asked for and read live before.
 */
@NullMarked
package io.smartstack.operator.ensemble;

import org.jspecify.annotations.NullMarked;
