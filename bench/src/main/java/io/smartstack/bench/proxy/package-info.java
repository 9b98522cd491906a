// SPDX-License-Identifier: Apache-2.0
/**
 * Proxy: what the HAProxy beside a caller adds to its calls.
 *
 * <p>In: calls to a service directly and through the HAProxy that a real sidecar wrote the file of.
 * Out: microseconds added, and processor time per call. Holds: both ways are measured in turns, by
 * the same caller, to the same service.
 */
@NullMarked
package io.smartstack.bench.proxy;

import org.jspecify.annotations.NullMarked;
