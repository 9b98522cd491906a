/**
 * Draining: leave the registry first, then tell when callers have let go.
 *
 * <p>In: a request to drain; the kernel's table of connections. Out: whether the service may be
 * stopped without a caller noticing.
 *
 * <p>Invariant: waiting never changes anything; only {@link
 * io.smartstack.sidecar.drain.Drain#begin} and {@link io.smartstack.sidecar.drain.Drain#end} do.
 */
@NullMarked
package io.smartstack.sidecar.drain;

import org.jspecify.annotations.NullMarked;
