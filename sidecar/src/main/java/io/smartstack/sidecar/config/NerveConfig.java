// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole {@code nerve.conf.json}.
 *
 * @param instanceId names this machine in every znode ({@code instance_id})
 * @param services by name, in file order, those of {@code service_conf_dir} after the file's own;
 *     {@code load_test_concurrency} is already multiplied out to {@code <name>_<i>}
 * @param heartbeatPath file whose modification time is renewed while Nerve works, null for none
 * @param maxRepeatedReportFailures after this many failed reports in a row a service is said to be
 *     failing, default 10
 */
public record NerveConfig(
    String instanceId,
    Map<String, NerveServiceConfig> services,
    @Nullable Path heartbeatPath,
    int maxRepeatedReportFailures) {}
