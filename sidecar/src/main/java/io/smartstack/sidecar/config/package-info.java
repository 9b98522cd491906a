/**
 * The contract: {@code nerve.conf.json} and {@code synapse.conf.json} in Airbnb's formats.
 *
 * <p>In: files (JSON or YAML). Out: {@link io.smartstack.sidecar.config.NerveConfig} and {@link
 * io.smartstack.sidecar.config.SynapseConfig}, complete and valid, every default filled in; or one
 * {@link io.smartstack.sidecar.config.ConfigException} that lists every problem by its path.
 *
 * <p>Invariants: a file is taken as a whole or refused as a whole; nothing here opens a connection
 * or starts a thread; whoever writes these files (the operator) validates with this very code.
 */
@NullMarked
package io.smartstack.sidecar.config;

import org.jspecify.annotations.NullMarked;
