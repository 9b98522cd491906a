/**
 * Load on plain sockets, and what became of every single request.
 *
 * <p>In: an address and rates. Out: one {@link io.smartstack.load.Sample} per request, and their
 * sum over any stretch of time.
 *
 * <p>Invariants: a request is sent once and never again; whatever isn't a whole 200 in time is a
 * failure; a slow answer to one request never delays the next.
 */
@NullMarked
package io.smartstack.load;

import org.jspecify.annotations.NullMarked;
