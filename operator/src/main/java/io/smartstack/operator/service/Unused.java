// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.crd.v1.SmartStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away the ConfigMaps of combinations of services that no pod has any more. One stays for a
 * while, as the next pod of a CronJob or of a Deployment that is scaled up starts quicker with it.
 */
record Unused(KubernetesClient client) {

  /** For so long a combination may be without a pod. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(Unused.class);

  /**
   * Takes away what has been unused for long.
   *
   * @param maps those of the service that no pod in the cache names
   * @param since by the ConfigMaps' names; brought up to date
   * @return when to look again, null for never
   */
  @Nullable Instant sweep(List<ConfigMap> maps, Map<String, Instant> since, Instant now) {
    since.keySet().retainAll(maps.stream().map(it -> it.getMetadata().getName()).toList());
    Instant look = null;
    for (ConfigMap map : maps) {
      Instant end = since.computeIfAbsent(map.getMetadata().getName(), _ -> now).plus(PATIENCE);
      if (!end.isAfter(now)) {
        remove(map);
      } else if (look == null || end.isBefore(look)) {
        look = end;
      }
    }
    return look;
  }

  /** Removes one exactly as it was looked at, unless the API server knows a pod that names it. */
  boolean remove(ConfigMap map) {
    var metadata = map.getMetadata();
    if (used(metadata.getNamespace(), metadata.getName(), map)) {
      return false;
    }
    try {
      client.resource(map).lockResourceVersion(metadata.getResourceVersion()).delete();
      log.atInfo()
          .addKeyValue("namespace", metadata.getNamespace())
          .addKeyValue("name", metadata.getName())
          .log("ConfigMap deleted: no pod has these services together any more");
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private boolean used(String namespace, String name, ConfigMap map) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(SmartStack.SERVICE, map.getMetadata().getLabels().get(SmartStack.SERVICE))
        .list()
        .getItems()
        .stream()
        .map(PodFacts::of)
        .anyMatch(pod -> !pod.finished() && pod.set().configMap().equals(name));
  }
}
