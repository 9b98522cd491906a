// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Synapse's state file: which server holds which id, and when it was last seen. */
final class StateFile {

  private final Path path;
  private final Duration ttl;

  StateFile(Path path, Duration ttl) {
    this.path = path;
    this.ttl = ttl;
  }

  /**
   * What the file holds, without what is older than the TTL; nothing when it is missing or broken.
   */
  Allocation read(List<ProxiedService> services, Instant now) {
    return new Allocation(
        Map.of(
            path + " " + ttl,
            new Allocation.Section(
                Map.of("", new Allocation.Held(services.size(), now)), Map.of())));
  }

  /** Replaces the file in one step. */
  void write(Rendered rendered, List<ProxiedService> services, Instant now) throws IOException {
    throw new IOException(path + " " + rendered + services + now);
  }
}
