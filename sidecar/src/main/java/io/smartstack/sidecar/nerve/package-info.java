/**
 * Nerve: checks the services of this machine and keeps their registrations true.
 *
 * <p>In: {@code NerveConfig}, check results. Out: znodes, through a {@link
 * io.smartstack.sidecar.nerve.Reporter} per service.
 *
 * <p>Invariants: no check can delay another; Nerve never reads what Synapse writes; an outage of
 * ZooKeeper changes nothing about what Nerve believes of a service.
 */
@NullMarked
package io.smartstack.sidecar.nerve;

import org.jspecify.annotations.NullMarked;
