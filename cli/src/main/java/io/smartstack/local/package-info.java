/**
 * Machines on loopback: each one address of 127.0.0.0/8 with real processes bound to it.
 *
 * <p>In: machines files. Out: running processes with their logs and data below one directory, and a
 * record of each (pid and start time), so that exactly these can be ended later.
 *
 * <p>Invariants: only what is on record is ever signalled; a pid that was given to another process
 * meanwhile is never touched; every process binds its machine's own address.
 */
@NullMarked
package io.smartstack.local;

import org.jspecify.annotations.NullMarked;
