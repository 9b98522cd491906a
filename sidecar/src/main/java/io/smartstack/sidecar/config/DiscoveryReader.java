// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.config.DiscoveryConfig.Decode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where a service's backends are found. */
final class DiscoveryReader {

  private static final Duration LONGEST_JITTER = Duration.ofMinutes(2);

  private DiscoveryReader() {}

  static DiscoveryConfig read(Section discovery) {
    String method =
        discovery.needText("method", "one of " + String.join(", ", Choice.DISCOVERY.here()));
    DiscoveryConfig config = new DiscoveryConfig.Base();
    if (method.isBlank() || !Choice.DISCOVERY.accepts(discovery, "method", method)) {
      discovery.skipAll();
    } else if (method.equals("zookeeper")) {
      config = zooKeeper(discovery);
    }
    discovery.done();
    return config;
  }

  private static DiscoveryConfig zooKeeper(Section discovery) {
    List<String> hosts = Addresses.ensemble(discovery, "hosts");
    String path = Addresses.znode(discovery, "path");
    return new DiscoveryConfig.ZooKeeper(
        hosts,
        path,
        jitter(discovery),
        retry(discovery),
        generatorConfigPath(discovery, path),
        decode(discovery));
  }

  /** Outside 0–120 s the original warns and goes on without. */
  private static Duration jitter(Section discovery) {
    String key = "discovery_jitter";
    Duration jitter = discovery.seconds(key, Duration.ZERO, true);
    if (jitter.compareTo(LONGEST_JITTER) <= 0) {
      return jitter;
    }
    discovery.warn(key, "expected seconds from 0 to 120, ignored");
    return Duration.ZERO;
  }

  private static RetryPolicyConfig retry(Section discovery) {
    RetryPolicyConfig defaults = RetryPolicyConfig.defaults();
    Section retry = discovery.section("retry_policy");
    if (retry == null) {
      return defaults;
    }
    RetryPolicyConfig config =
        new RetryPolicyConfig(
            retry.whole("max_attempts", defaults.maxAttempts(), 1, Integer.MAX_VALUE),
            retry.seconds("max_delay", defaults.maxDelay(), true),
            retry.seconds("base_interval", defaults.baseInterval(), false),
            retry.seconds("max_interval", defaults.maxInterval(), false));
    retry.done();
    return config;
  }

  private static @Nullable String generatorConfigPath(Section discovery, String path) {
    String key = "generator_config_path";
    JsonNode given = discovery.take(key);
    if (given == null) {
      return path;
    }
    return given.asText().equals("disabled") ? null : Addresses.znode(discovery, key);
  }

  private static Decode decode(Section discovery) {
    Section decode = discovery.section("decode");
    if (decode == null) {
      return new Decode.Nerve();
    }
    String method = decode.needText("method", "nerve or serverset");
    String endpoint = decode.text("endpoint_name");
    if (!List.of("", "nerve", "serverset").contains(method)) {
      decode.problem("method", "expected nerve or serverset, got \"" + method + "\"");
    }
    decode.done();
    return method.equals("serverset") ? new Decode.Serverset(endpoint) : new Decode.Nerve();
  }
}
