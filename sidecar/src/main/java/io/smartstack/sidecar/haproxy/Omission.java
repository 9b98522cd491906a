// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is wanted that HAProxy does not take.
 *
 * @param service the service's name
 * @param config the service's section that it was part of
 * @param backend the backend that is left out, null when the whole section is
 * @param server the server's name in HAProxy, empty for a whole section
 * @param reason HAProxy's words
 * @param since when it was first left out
 * @param retryAt the tick HAProxy is asked again at: what it said may depend on more than the text
 */
record Omission(
    String service,
    HaproxyServiceConfig config,
    @Nullable Backend backend,
    String server,
    String reason,
    Instant since,
    Duration retryAt) {

  boolean concerns(ProxiedService other) {
    return service.equals(other.name())
        && config.equals(other.config())
        && (backend == null || other.backends().contains(backend));
  }

  Omission since(Instant earlier) {
    return new Omission(service, config, backend, server, reason, earlier, retryAt);
  }
}
