// SPDX-License-Identifier: Apache-2.0
/**
 * Compile: a SmartService becomes {@code nerve.conf.json} and {@code synapse.conf.json}.
 *
 * <p>In: the SmartServices of a pod and those they use. Out: the two files, in Airbnb's formats,
 * and what could not be honoured.
 *
 * <p>Invariants: the same input gives the same bytes; what comes out is what the sidecar's own
 * reader accepts; one bad use costs that use alone.
 */
@NullMarked
package io.smartstack.operator.compile;

import org.jspecify.annotations.NullMarked;
