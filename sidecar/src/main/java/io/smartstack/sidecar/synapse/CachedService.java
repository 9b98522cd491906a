// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.DiscoveryConfig;
import io.smartstack.sidecar.config.LabelFilter;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the process about one service.
 *
 * @param path the znode its backends were found at; at another path they mean nothing
 * @param staleSince since when the registry no longer confirmed them, null while it did
 * @param backends the last ones that were usable
 * @param section the {@code haproxy} section a znode had put in the file's place, null for none
 */
record CachedService(
    String path, @Nullable Instant staleSince, List<Backend> backends, @Nullable JsonNode section) {

  CachedService {
    backends = List.copyOf(backends);
  }

  /**
   * What HAProxy serves already, as far as the configuration still asks for it: the last resort of
   * a process without a cache, such as the first one after a Ruby Synapse.
   *
   * @param served by the name of the backend section
   */
  static Map<String, CachedService> of(
      SynapseConfig config, Map<String, List<Backend>> served, Instant now) {
    Map<String, CachedService> known = new LinkedHashMap<>();
    for (SynapseServiceConfig service : config.services().values()) {
      String own = service.haproxy().backendName();
      List<Backend> backends = served.getOrDefault(own == null ? service.name() : own, List.of());
      if (!backends.isEmpty() && service.discovery() instanceof DiscoveryConfig.ZooKeeper where) {
        List<Backend> labelled = backends.stream().map(b -> labelled(b, service)).toList();
        known.put(service.name(), new CachedService(where.path(), now, labelled, null));
      }
    }
    return known;
  }

  /** The file has no labels, but what is in it has passed the filters. */
  private static Backend labelled(Backend backend, SynapseServiceConfig service) {
    Map<String, JsonNode> labels = new LinkedHashMap<>();
    for (LabelFilter filter : service.labelFilters()) {
      if (filter.condition() == LabelFilter.Condition.EQUALS) {
        labels.put(filter.label(), filter.value());
      }
    }
    return labels.isEmpty() ? backend : backend.withLabels(labels);
  }

  CachedService stale(Instant since) {
    return staleSince != null ? this : new CachedService(path, since, backends, section);
  }
}
