// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where Nerve reports a service ({@code reporter_type}). */
public sealed interface ReporterConfig {

  /**
   * A child of {@code path} in ZooKeeper.
   *
   * @param hosts {@code host:port} of the ensemble's servers, at least one
   * @param path absolute path of the service's parent znode ({@code zk_path})
   * @param usePathEncoding whether the payload is also written into the znode's name
   * @param nodeType kind of znode, default ephemeral_sequential
   * @param ttl how often a persistent znode is rewritten so that others see it is alive ({@code
   *     ttl_seconds}), null for never
   */
  record ZooKeeper(
      List<String> hosts,
      String path,
      boolean usePathEncoding,
      NodeType nodeType,
      @Nullable Duration ttl)
      implements ReporterConfig {}

  /** {@code reporter_type: base}: checks only, nothing is published. */
  record None() implements ReporterConfig {}

  /** The four kinds of znode a service can be published as ({@code node_type}). */
  enum NodeType {
    EPHEMERAL_SEQUENTIAL,
    PERSISTENT_SEQUENTIAL,
    PERSISTENT,
    EPHEMERAL;

    /** The word in the configuration file, for instance {@code ephemeral_sequential}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether ZooKeeper deletes the znode with its session. */
    public boolean ephemeral() {
      return this == EPHEMERAL_SEQUENTIAL || this == EPHEMERAL;
    }

    /** Whether ZooKeeper appends a ten-digit number to the name. */
    public boolean sequential() {
      return this == EPHEMERAL_SEQUENTIAL || this == PERSISTENT_SEQUENTIAL;
    }
  }
}
