// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole {@code synapse.conf.json}.
 *
 * @param services by name, in file order, those of {@code service_conf_dir} after the file's own;
 *     {@code load_test_concurrency} is already multiplied out
 * @param haproxy the top-level {@code haproxy} section, null when the file has none
 * @param fileOutput directory that receives {@code <service>.json} ({@code
 *     file_output.output_directory}), null for none
 */
public record SynapseConfig(
    Map<String, SynapseServiceConfig> services,
    @Nullable HaproxyConfig haproxy,
    @Nullable Path fileOutput) {}
