// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Deletes volume claims, the one thing that can't be made good. */
final class Claims {

  private final KubernetesClient client;

  Claims(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Deletes a claim as it is at this moment, if it still is the one that was looked at and no pod
   * has its name.
   *
   * @param seen the claim that the decision was about
   * @return whether it was deleted
   */
  boolean release(PersistentVolumeClaim seen) {
    var metadata = seen.getMetadata();
    var claim = client.persistentVolumeClaims().resource(seen);
    PersistentVolumeClaim now = claim.get();
    String pod = metadata.getName().substring(MemberContainer.DATA.length() + 1);
    if (now == null
        || !now.getMetadata().getUid().equals(metadata.getUid())
        || client.pods().inNamespace(metadata.getNamespace()).withName(pod).get() != null) {
      return false;
    }
    try {
      claim.lockResourceVersion(now.getMetadata().getResourceVersion()).delete();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }
}
