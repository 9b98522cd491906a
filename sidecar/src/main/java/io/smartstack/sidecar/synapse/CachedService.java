// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.sidecar.backend.Backend;
import java.time.Instant;
import java.util.List;
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

  CachedService stale(Instant since) {
    return staleSince != null ? this : new CachedService(path, since, backends, section);
  }
}
