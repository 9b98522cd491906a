// SPDX-License-Identifier: Apache-2.0
/**
 * Loss: whether any request is lost to a change.
 *
 * <p>In: callers of both kinds through a sidecar's HAProxy; changes of registrations in ZooKeeper
 * and of the configuration file. Out: how many requests were not answered with 200. Holds: nothing
 * is sent twice by a caller, and every backend goes on answering, so that a loss is the proxy's or
 * ours.
 */
@NullMarked
package io.smartstack.bench.loss;

import org.jspecify.annotations.NullMarked;
