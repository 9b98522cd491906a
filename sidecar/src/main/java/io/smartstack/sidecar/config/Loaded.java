// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.List;

/**
 * A configuration that was accepted.
 *
 * @param config the configuration
 * @param warnings what was ignored, by path: unknown keys, settings without effect here
 */
public record Loaded<T>(T config, List<Problem> warnings) {}
