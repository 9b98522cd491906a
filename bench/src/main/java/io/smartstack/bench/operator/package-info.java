// SPDX-License-Identifier: Apache-2.0
/**
 * Operator: how the control plane does with many services and pods.
 *
 * <p>In: a size. Out: figures of a real operator process, under the chart's rights, on a real API
 * server with etcd, and of a bare client that writes the same objects.
 *
 * <p>Invariant: pods and sidecars are told of, not run; all else is real, and everything that was
 * started has ended when a scenario is over.
 */
@NullMarked
package io.smartstack.bench.operator;

import org.jspecify.annotations.NullMarked;
