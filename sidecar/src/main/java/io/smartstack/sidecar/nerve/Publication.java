// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything others can see of a service: while it stays the same, so does the registration,
 * whatever else in the configuration changes.
 *
 * @param instanceId the instance's name
 * @param service the configuration it comes from
 * @param seen the parts of it that others see
 */
record Publication(String instanceId, NerveServiceConfig service, Seen seen) {

  static Publication of(String instanceId, NerveServiceConfig service) {
    Map<String, JsonNode> labels = service.labels();
    return new Publication(
        instanceId,
        service,
        new Seen(
            instanceId,
            service.host(),
            service.port(),
            sorted(service.reporter()),
            service.weight(),
            service.haproxyServerOptions(),
            // The order of labels is part of the payload.
            labels == null ? null : List.copyOf(labels.entrySet())));
  }

  boolean looksLike(Publication other) {
    return seen.equals(other.seen);
  }

  /**
   * Whether one must be withdrawn before the other can be published: both would be the very same
   * znode, but one of them ends with the session and the other doesn't. Where only the data differ,
   * the successor's reporter takes the znode over.
   */
  boolean excludes(Publication other) {
    return seen.reporter() instanceof ReporterConfig.ZooKeeper mine
        && other.seen.reporter() instanceof ReporterConfig.ZooKeeper theirs
        && mine.nodeType() != theirs.nodeType()
        && !mine.nodeType().sequential()
        && !theirs.nodeType().sequential()
        && mine.hosts().equals(theirs.hosts())
        && mine.path().equals(theirs.path())
        && mine.usePathEncoding() == theirs.usePathEncoding()
        && (mine.usePathEncoding() ? samePayload(other) : instanceId.equals(other.instanceId));
  }

  private boolean samePayload(Publication other) {
    return seen.withReporter(other.seen.reporter()).equals(other.seen);
  }

  /** The parts that decide. */
  record Seen(
      String instanceId,
      String host,
      Port port,
      ReporterConfig reporter,
      @Nullable Integer weight,
      @Nullable String haproxyServerOptions,
      @Nullable List<Map.Entry<String, JsonNode>> labels) {

    Seen withReporter(ReporterConfig other) {
      return new Seen(instanceId, host, port, other, weight, haproxyServerOptions, labels);
    }
  }

  private static ReporterConfig sorted(ReporterConfig reporter) {
    return switch (reporter) {
      case ReporterConfig.ZooKeeper zk ->
          new ReporterConfig.ZooKeeper(
              zk.hosts().stream().sorted().toList(),
              zk.path(),
              zk.usePathEncoding(),
              zk.nodeType(),
              zk.ttl());
      case ReporterConfig.None none -> none;
    };
  }
}
