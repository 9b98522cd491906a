/**
 * The commands {@code nerve}, {@code synapse} and {@code sidecar}: arguments in, exit status out.
 *
 * <p>Opens the doors in order (configuration, sessions, HAProxy, Synapse, Nerve, admin endpoint)
 * and closes them in reverse; signals end up here.
 *
 * <p>Invariant: exit 0 when asked to stop or when a checked file is good, 1 when a file is refused
 * or a needed address or directory can't be had, 2 for wrong usage.
 */
@NullMarked
package io.smartstack.sidecar.cli;

import org.jspecify.annotations.NullMarked;
