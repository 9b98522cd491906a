/**
 * Synapse: finds the backends of the services this machine calls and hands them to HAProxy.
 *
 * <p>In: {@code SynapseConfig}, znodes. Out: the list of services with their backends, to HAProxy
 * and to the file output.
 *
 * <p>Invariants: backends that all vanish at once are kept; a registration that can't be read is
 * left out and named, never a reason to lose the others; what was last good survives a restart.
 */
@NullMarked
package io.smartstack.sidecar.synapse;

import org.jspecify.annotations.NullMarked;
