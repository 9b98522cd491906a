/**
 * What SmartStack calls a backend: one server of a service, in the words of its JSON.
 *
 * <p>In: nothing. Out: the records that {@code config} (default servers), {@code registry}
 * (znodes), {@code synapse} and {@code haproxy} hand to each other. This room depends on none of
 * ours.
 */
@NullMarked
package io.smartstack.sidecar.backend;

import org.jspecify.annotations.NullMarked;
