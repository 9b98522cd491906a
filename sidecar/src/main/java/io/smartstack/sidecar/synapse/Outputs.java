// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.haproxy.ProxiedService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where results go: HAProxy, the cache on disk, the file output; each is told of changes only. */
final class Outputs implements AutoCloseable {

  private final Consumer<List<ProxiedService>> sink;
  private final @Nullable Latest<Map<String, CachedService>> cacheWriter;
  private Map<String, CachedService> cached = Map.of();
  private @Nullable List<ProxiedService> proxied;
  private @Nullable Path directory;
  private @Nullable Latest<Map<String, List<Backend>>> files;

  Outputs(Consumer<List<ProxiedService>> sink, @Nullable CacheFile cacheFile, InstantSource clock) {
    this.sink = sink;
    this.cacheWriter =
        cacheFile == null
            ? null
            : new Latest<>("synapse-cache", services -> cacheFile.write(services, clock.instant()));
  }

  /** Directs the file output elsewhere, null for nowhere. */
  void fileOutput(@Nullable Path target) {
    if (Objects.equals(target, directory)) {
      return;
    }
    if (files != null) {
      files.close();
    }
    directory = target;
    files =
        target == null ? null : new Latest<>("synapse-file-output", new FileOutput(target)::write);
    proxied = null;
  }

  /** Tells of these services. */
  void publish(Collection<ServiceWatcher> services) {
    List<ProxiedService> now = services.stream().map(ServiceWatcher::proxied).toList();
    if (now.equals(proxied)) {
      return;
    }
    sink.accept(now);
    proxied = now;
    if (files != null) {
      Map<String, List<Backend>> written = new LinkedHashMap<>();
      for (ServiceWatcher service : services) {
        if (!service.config().fileOutputDisabled()) {
          written.put(service.config().name(), service.backends());
        }
      }
      files.put(written);
    }
  }

  /** Whether HAProxy was told anything yet. */
  boolean published() {
    return proxied != null;
  }

  /** Keeps on disk what the next process shall know. */
  void remember(Collection<ServiceWatcher> services) {
    Map<String, CachedService> now = new LinkedHashMap<>();
    for (ServiceWatcher service : services) {
      CachedService known = service.cached();
      if (known != null) {
        now.put(service.config().name(), known);
      }
    }
    if (!now.equals(cached)) {
      cached = now;
      refreshCache();
    }
  }

  /** Writes the cache again, so that it does not look old. */
  void refreshCache() {
    if (cacheWriter != null) {
      cacheWriter.put(cached);
    }
  }

  /** Waits for the disk, 5 s at most for each. */
  @Override
  public void close() {
    if (cacheWriter != null) {
      cacheWriter.close();
    }
    if (files != null) {
      files.close();
    }
  }
}
