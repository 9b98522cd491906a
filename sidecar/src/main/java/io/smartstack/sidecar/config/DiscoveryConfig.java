// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where Synapse finds a service's backends ({@code discovery}). */
public sealed interface DiscoveryConfig {

  /** {@code method: base}: nothing is discovered, the default servers are all there is. */
  record Base() implements DiscoveryConfig {}

  /**
   * {@code method: zookeeper}: the children of a znode.
   *
   * @param hosts {@code host:port} of the ensemble's servers, at least one
   * @param path absolute path of the service's parent znode
   * @param jitter upper bound of the random pause between two discoveries in quick succession
   *     ({@code discovery_jitter}, 0–120 s), zero for none
   * @param retry how failed reads are repeated
   * @param generatorConfigPath znode whose data may replace the generator sections ({@code
   *     generator_config_path}, default {@code path}), null when {@code disabled}
   * @param decode how a child is read
   */
  record ZooKeeper(
      List<String> hosts,
      String path,
      Duration jitter,
      RetryPolicyConfig retry,
      @Nullable String generatorConfigPath,
      Decode decode)
      implements DiscoveryConfig {}

  /** How a child znode is read ({@code decode.method}). */
  sealed interface Decode {

    /** Nerve's own payload, or the path-encoded name. */
    record Nerve() implements Decode {}

    /**
     * Twitter's server sets.
     *
     * @param endpointName which of {@code additionalEndpoints} to use, null for {@code
     *     serviceEndpoint}
     */
    record Serverset(@Nullable String endpointName) implements Decode {}
  }
}
