// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A pod's volumes as directories; ConfigMaps change as kubelet changes them, all files at once. */
record Volumes(KubernetesClient client, Path directory, Path claims) {

  /**
   * Makes them.
   *
   * @return empty as long as a ConfigMap is missing
   */
  Map<String, Path> mount(Pod pod) throws IOException {
    var all = new LinkedHashMap<String, Path>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      Path place = place(pod, volume);
      Files.createDirectories(place);
      if (volume.getConfigMap() != null && !project(pod, volume, place)) {
        return Map.of();
      }
      all.put(volume.getName(), place);
    }
    return all;
  }

  /** Brings what the ConfigMaps say by now. */
  void refresh(Pod pod) {
    try {
      for (Volume volume : pod.getSpec().getVolumes()) {
        if (volume.getConfigMap() != null) {
          project(pod, volume, place(pod, volume));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path place(Pod pod, Volume volume) {
    return volume.getPersistentVolumeClaim() == null
        ? directory.resolve("volumes").resolve(volume.getName())
        : claims
            .resolve(pod.getMetadata().getNamespace())
            .resolve(volume.getPersistentVolumeClaim().getClaimName());
  }

  private boolean project(Pod pod, Volume volume, Path place) throws IOException {
    String namespace = pod.getMetadata().getNamespace();
    ConfigMap map =
        client.configMaps().inNamespace(namespace).withName(volume.getConfigMap().getName()).get();
    if (map == null) {
      return Boolean.TRUE.equals(volume.getConfigMap().getOptional());
    }
    Path version = Files.createDirectories(place.resolve(".." + UUID.randomUUID()));
    for (var file : map.getData().entrySet()) {
      Files.writeString(version.resolve(file.getKey()), onLoopback(file.getValue()), UTF_8);
      Path link = place.resolve(file.getKey());
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
      }
    }
    Path next = place.resolve("..next");
    Files.createSymbolicLink(next, version.getFileName());
    Files.move(next, place.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Members share a machine here, so none may take a port of every address. */
  private static String onLoopback(String file) {
    return file.replace("quorumListenOnAllIPs=true", "quorumListenOnAllIPs=false");
  }
}
