// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import java.util.List;

/**
 * What HAProxy shall serve for one service.
 *
 * @param name the service's name
 * @param config its section in force: the configuration file's, or the one the parent znode
 *     replaced it with
 * @param backends its servers, filters and overrides applied; order as discovered
 */
public record ProxiedService(String name, HaproxyServiceConfig config, List<Backend> backends) {

  public ProxiedService {
    backends = List.copyOf(backends);
  }
}
