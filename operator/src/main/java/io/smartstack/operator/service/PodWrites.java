// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smartstack.crd.v1.SmartStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two things that are done to a pod: its annotation changes, or it is evicted. */
record PodWrites(KubernetesClient client) {

  private static final Logger log = LoggerFactory.getLogger(PodWrites.class);

  // A budget's refusal looks like overload, which the client would repeat for minutes.
  private static final RequestConfig AT_ONCE =
      new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();

  /** Writes the annotation that makes the kubelet look; of a pod that has gone, nothing. */
  void nudge(PodFacts pod, String annotation) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    // Another pod of that name is not meant: the API server then answers with a conflict.
    metadata.put("uid", pod.uid());
    metadata.putObject("annotations").put(SmartStack.CONFIG, annotation);
    PatchContext merge =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Configuration.OPERATOR)
            .build();
    try {
      client
          .pods()
          .inNamespace(pod.namespace())
          .withName(pod.name())
          .patch(merge, patch.toString());
    } catch (KubernetesClientException e) {
      if (!gone(e)) {
        // The next step comes by itself; the pod's kubelet looks within a minute or two anyway.
        log.atWarn()
            .addKeyValue("pod", pod.namespace() + "/" + pod.name())
            .log("the pod can't be told of its files: {}", e.getMessage());
      }
    }
  }

  /** What came of an eviction. */
  enum Evicted {
    /** The pod goes. */
    DONE,
    /** It had gone, or is another by now. */
    GONE,
    /** A PodDisruptionBudget doesn't allow it now. */
    NOT_NOW
  }

  /**
   * Evicts exactly this pod.
   *
   * @throws KubernetesClientException when the API server refuses for another reason than a
   *     PodDisruptionBudget
   */
  Evicted evict(PodFacts pod) {
    var eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withNamespace(pod.namespace())
            .withName(pod.name())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withNewPreconditions()
                    .withUid(pod.uid())
                    .endPreconditions()
                    .build())
            .build();
    try {
      boolean done =
          client
              .newClient(AT_ONCE)
              .adapt(KubernetesClient.class)
              .pods()
              .inNamespace(pod.namespace())
              .withName(pod.name())
              .evict(eviction);
      return done ? Evicted.DONE : Evicted.NOT_NOW;
    } catch (KubernetesClientException e) {
      if (gone(e)) {
        return Evicted.GONE;
      }
      throw e;
    }
  }

  private static boolean gone(KubernetesClientException e) {
    return e.getCode() == HTTP_NOT_FOUND || e.getCode() == HTTP_CONFLICT;
  }
}
