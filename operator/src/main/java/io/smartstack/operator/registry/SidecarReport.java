// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one sidecar says of itself.
 *
 * @param namespace its pod's
 * @param pod its pod
 * @param config fingerprint of the files that it works with
 * @param version its own
 * @param calls the services it routes to, as its synapse.conf.json names them
 * @param stale those of them for which it keeps earlier backends
 * @param draining whether it is letting go of its callers
 * @param refused why it keeps earlier files than those it sees; null when it doesn't
 */
public record SidecarReport(
    String namespace,
    String pod,
    String config,
    String version,
    Set<String> calls,
    Set<String> stale,
    boolean draining,
    @Nullable String refused) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public SidecarReport {
    calls = Set.copyOf(calls);
    stale = Set.copyOf(stale);
  }

  /** Reads a report; empty when it is none. Keys it does not know are skipped. */
  static Optional<SidecarReport> read(String namespace, String pod, byte[] data) {
    try {
      JsonNode json = JSON.readTree(data);
      if (!json.isObject()) {
        return Optional.empty();
      }
      return Optional.of(
          new SidecarReport(
              namespace,
              pod,
              json.path("config").asText(""),
              json.path("version").asText(""),
              texts(json.path("calls")),
              texts(json.path("stale")),
              json.path("draining").asBoolean(false),
              json.path("refused").isTextual() ? json.path("refused").textValue() : null));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Set<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).collect(Collectors.toUnmodifiableSet());
  }
}
