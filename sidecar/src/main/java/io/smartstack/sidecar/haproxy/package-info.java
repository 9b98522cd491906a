/**
 * HAProxy: its configuration's text, its process and its runtime socket.
 *
 * <p>In: services with their backends. Out: an HAProxy that serves exactly these, changed through
 * the runtime socket where that can be done and by a seamless reload where not, and a file on disk
 * that says the same.
 *
 * <p>Invariants: a configuration that HAProxy refuses never replaces one it accepted; HAProxy
 * outlives this process.
 */
@NullMarked
package io.smartstack.sidecar.haproxy;

import org.jspecify.annotations.NullMarked;
