/**
 * Checks: one question each to a service, and its answer.
 *
 * <p>In: a {@code CheckConfig}. Out: a {@link io.smartstack.sidecar.nerve.check.CheckResult} with a
 * reason a person understands.
 *
 * <p>Invariants: a check runs on the thread that asks, is over within its own timeouts whatever the
 * other side does, and remembers nothing of the run before. The JDK's HTTP client is not used: it
 * keeps selector threads and pools, repeats requests by itself, and can't skip the verification of
 * a certificate for one request alone.
 */
@NullMarked
package io.smartstack.sidecar.nerve.check;

import org.jspecify.annotations.NullMarked;
