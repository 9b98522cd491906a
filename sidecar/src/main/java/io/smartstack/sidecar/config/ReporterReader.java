// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads where a service is reported. */
final class ReporterReader {

  private ReporterReader() {}

  static ReporterConfig read(Section service) {
    String type = service.text("reporter_type", "zookeeper");
    if (type.equals("zookeeper")) {
      return zooKeeper(service);
    }
    service.skip("zk_hosts", "zk_path", "use_path_encoding", "node_type", "ttl_seconds");
    service.skip("etcd_host", "etcd_port", "etcd_path");
    Choice.REPORTER.accepts(service, "reporter_type", type);
    return new ReporterConfig.None();
  }

  private static ReporterConfig zooKeeper(Section service) {
    NodeType type = Words.need(service, "node_type", '_', NodeType.EPHEMERAL_SEQUENTIAL);
    return new ReporterConfig.ZooKeeper(
        Addresses.ensemble(service, "zk_hosts"),
        Addresses.znode(service, "zk_path"),
        service.flag("use_path_encoding", false),
        type,
        ttl(service, type));
  }

  private static @Nullable Duration ttl(Section service, NodeType type) {
    String key = "ttl_seconds";
    Duration ttl = service.seconds(key, Duration.ZERO, false);
    if (ttl.isZero()) {
      return null;
    }
    if (type.ephemeral()) {
      service.warn(key, "has no effect on a znode that is " + type.word());
      return null;
    }
    return ttl;
  }
}
