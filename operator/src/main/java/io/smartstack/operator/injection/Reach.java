// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Whether the API server reaches the webhook. A replica that is ready may be unreachable for
 * seconds, until kube-proxy knows it, and pods made meanwhile start without sidecars.
 *
 * @param client may make ConfigMaps in the namespace
 * @param namespace where the chart is installed
 */
public record Reach(KubernetesClient client, String namespace) {

  /**
   * Asks by a trial that stores nothing.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server refuses or
   *     doesn't answer
   */
  public boolean holds() {
    var asked = client.resource(ReachedQuestion.in(namespace)).dryRun(true).create();
    return ReachedQuestion.isAnswered(asked);
  }
}
