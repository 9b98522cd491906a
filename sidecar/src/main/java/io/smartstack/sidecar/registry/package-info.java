/**
 * ZooKeeper: the sessions, and what a registration looks like there.
 *
 * <p>In: host lists, registrations. Out: one session per ensemble and process, shared by Nerve and
 * Synapse; znode names and payloads, byte for byte as the Ruby gems write them.
 *
 * <p>Invariants: a session goes on wherever the servers allow it, through outages and, with a state
 * directory, through restarts; one that expired is replaced, never a reason to exit; what others
 * wrote is usable or says why not, and never throws; this room decides nothing about services.
 */
@NullMarked
package io.smartstack.sidecar.registry;

import org.jspecify.annotations.NullMarked;
