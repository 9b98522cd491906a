// SPDX-License-Identifier: Apache-2.0
/**
 * The hot paths alone, by JMH, in a JVM with the sidecar's own flags. Paths that are a room's own
 * are measured in that room's package ({@code io.smartstack.sidecar.*} of this module).
 */
@NullMarked
package io.smartstack.bench.jmh;

import org.jspecify.annotations.NullMarked;
