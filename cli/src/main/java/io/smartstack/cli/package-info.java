/**
 * The {@code smartstack} command: the sidecar's commands, machines on loopback, the walkthrough.
 *
 * <p>In: arguments. Out: an exit status; 0 when what was asked was done, 2 for wrong usage.
 */
@NullMarked
package io.smartstack.cli;

import org.jspecify.annotations.NullMarked;
