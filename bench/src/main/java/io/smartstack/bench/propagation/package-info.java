// SPDX-License-Identifier: Apache-2.0
/**
 * From a service's changed health to what its callers' HAProxy does. In: real ZooKeeper servers,
 * Nerve, Synapse and HAProxy; the services are played here, so that the moment at which a check was
 * answered is known. Out: times, each beside a bare write of the same bytes to the same ensemble,
 * taken in turns.
 */
@NullMarked
package io.smartstack.bench.propagation;

import org.jspecify.annotations.NullMarked;
