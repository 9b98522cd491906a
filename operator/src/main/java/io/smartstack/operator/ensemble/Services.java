// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.List;

/** The two Services of an ensemble. */
final class Services {

  private Services() {}

  /** Gives members their names; those that aren't ready too, or they could never become it. */
  static Service members(ZooKeeperEnsemble ensemble) {
    String name = ensemble.getMetadata().getName();
    return new ServiceBuilder()
        .withMetadata(Names.metadata(ensemble, Names.membersService(name)))
        .withNewSpec()
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(Names.selector(name))
        .withPorts(
            List.of(
                port("client", Names.CLIENT_PORT),
                port("quorum", Names.QUORUM_PORT),
                port("election", Names.ELECTION_PORT)))
        .endSpec()
        .build();
  }

  /** Leads clients to members that serve. */
  static Service client(ZooKeeperEnsemble ensemble) {
    String name = ensemble.getMetadata().getName();
    return new ServiceBuilder()
        .withMetadata(Names.metadata(ensemble, Names.clientService(name)))
        .withNewSpec()
        .withSelector(Names.selector(name))
        .withPorts(List.of(port("client", Names.CLIENT_PORT)))
        .endSpec()
        .build();
  }

  private static ServicePort port(String name, int port) {
    return new ServicePortBuilder()
        .withName(name)
        .withProtocol("TCP")
        .withPort(port)
        .withTargetPort(new IntOrString(name))
        .build();
  }
}
