// SPDX-License-Identifier: Apache-2.0
/**
 * The original, Airbnb's Ruby Nerve and Synapse, in the same scenarios. In: their commands, where
 * they are on this machine. Out: figures of theirs beside ours of the same run. Nothing of theirs
 * is here.
 */
@NullMarked
package io.smartstack.bench.ruby;

import org.jspecify.annotations.NullMarked;
