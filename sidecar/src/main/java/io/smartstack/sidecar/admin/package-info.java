/**
 * The admin endpoint: what the sidecar knows, over HTTP.
 *
 * <p>In: questions of a kubelet, a scraper, a person. Out: {@code /health}, {@code /ready}, {@code
 * /started}, {@code /metrics}, {@code /status}, {@code /drained}; and {@code /drain}, the only one
 * that changes anything, on loopback alone.
 *
 * <p>Invariant: an answer never waits for ZooKeeper or HAProxy longer than its own time limit, and
 * a failing answer never stops the others.
 */
@NullMarked
package io.smartstack.sidecar.admin;

import org.jspecify.annotations.NullMarked;
