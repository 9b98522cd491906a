// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the definitions of the custom resources: a chart brings them together with the
 * operator, and the API server serves a new one only some moments after it has said that it does.
 */
final class Definitions {

  private static final Logger log = LoggerFactory.getLogger(Definitions.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Set<Integer> NOT_YET =
      Set.of(HTTP_NOT_FOUND, TOO_MANY_REQUESTS, HTTP_UNAVAILABLE);

  /** What an informer asks first, answered from the API server's cache. */
  private static final ListOptions FIRST =
      new ListOptionsBuilder().withResourceVersion("0").withLimit(1L).build();

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Of these namespaces; none means all. */
  Definitions(KubernetesClient client, Set<String> namespaces) {
    this.client = client;
    this.namespaces = namespaces;
  }

  /**
   * Returns when resources of the type can be listed, however long it takes.
   *
   * @return false when it was stopped before
   * @throws KubernetesClientException when they can't be for another reason than their definition
   */
  boolean await(Class<? extends HasMetadata> type) {
    boolean told = false;
    while (stopped.getCount() > 0) {
      try {
        list(type);
        return true;
      } catch (KubernetesClientException e) {
        if (!NOT_YET.contains(e.getCode())) {
          throw e;
        }
        if (!told) {
          log.atInfo()
              .addKeyValue("kind", HasMetadata.getKind(type))
              .addKeyValue("problem", e.getMessage())
              .log("Waits for a definition");
        }
        told = true;
        pause();
      }
    }
    return false;
  }

  private void list(Class<? extends HasMetadata> type) {
    var resources = client.resources(type);
    if (namespaces.isEmpty()) {
      resources.inAnyNamespace().list(FIRST);
    } else {
      namespaces.forEach(namespace -> resources.inNamespace(namespace).list(FIRST));
    }
  }

  private void pause() {
    try {
      if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  void stop() {
    stopped.countDown();
  }
}
