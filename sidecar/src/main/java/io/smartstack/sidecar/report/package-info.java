/**
 * What this machine's sidecar tells others about itself: one ephemeral znode per ensemble, outside
 * every path of Nerve's.
 *
 * <p>In: what the process says of itself, and the ensembles it is configured with. Out: a znode
 * that says the same, as long as the process lives.
 *
 * <p>Invariants: nothing here is ever in the way of registering or finding services; the znode is
 * written when what it says has changed, at most once a second, and made again when it is gone.
 */
@NullMarked
package io.smartstack.sidecar.report;

import org.jspecify.annotations.NullMarked;
