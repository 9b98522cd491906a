// SPDX-License-Identifier: Apache-2.0
/**
 * Ensemble: what one sidecar costs the ZooKeeper servers.
 *
 * <p>In: a number of sessions. Out: memory and processor time per session, znode, watch, ping and
 * change, on the server that a session is connected to and on the others.
 *
 * <p>Invariant: sessions are bare: a socket and the protocol's own messages, so that a thousand
 * clients leave the processor to the servers.
 */
@NullMarked
package io.smartstack.bench.ensemble;

import org.jspecify.annotations.NullMarked;
