// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** What {@code kubectl} prints to whoever makes a pod that won't work as they think. */
final class Advice {

  private Advice() {}

  static List<String> about(Pod pod) {
    boolean onHost = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
    return onHost && !"ClusterFirstWithHostNet".equals(pod.getSpec().getDnsPolicy())
        ? List.of(
            "smartstack: with hostNetwork the sidecar finds ZooKeeper's Service only with dnsPolicy"
                + " ClusterFirstWithHostNet")
        : List.of();
  }
}
