/** The sidecar: Nerve and Synapse in one JVM, beside an HAProxy; {@link Main} is the door. */
@NullMarked
package io.smartstack.sidecar;

import org.jspecify.annotations.NullMarked;
