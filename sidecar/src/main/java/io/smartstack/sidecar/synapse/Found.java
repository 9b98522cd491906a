// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.synapse.SynapseStatus.LeftOut;
import java.util.List;

/**
 * What a service's discovery found.
 *
 * @param backends the registered ones, oldest registration first
 * @param leftOut registrations that can't be used
 * @param section what the parent znode says about HAProxy
 */
record Found(List<Backend> backends, List<LeftOut> leftOut, ZnodeSection section) {

  Found {
    backends = List.copyOf(backends);
    leftOut = List.copyOf(leftOut);
  }
}
