// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * The Lease on the API server.
 *
 * @param client of the election alone, behind no gate; must not retry, and give up before the
 *     renewal's deadline
 */
record KubernetesLease(KubernetesClient client, String namespace, String name)
    implements LeaseStore {

  @Override
  public @Nullable Lease read() {
    return client.leases().inNamespace(namespace).withName(name).get();
  }

  @Override
  public Lease write(Lease lease) {
    var resource = client.leases().inNamespace(namespace).resource(lease);
    // A lease with a resource version is replaced under an optimistic lock.
    return lease.getMetadata().getResourceVersion() == null ? resource.create() : resource.update();
  }
}
