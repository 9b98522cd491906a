// SPDX-License-Identifier: Apache-2.0
/**
 * Registry: what the operator reads of ZooKeeper.
 *
 * <p>In: ensembles and paths. Out: registered backends and sidecars' reports, and a call when they
 * change.
 *
 * <p>Invariant: reads only; whatever ZooKeeper does, the last thing seen stays, marked as such.
 */
@NullMarked
package io.smartstack.operator.registry;

import org.jspecify.annotations.NullMarked;
