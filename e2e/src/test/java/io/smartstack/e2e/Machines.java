// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** What is done to a node from outside, as to a VM: Kind's nodes are Docker containers. */
final class Machines {

  private Machines() {}

  /** Leaves a scene out, and says so in its report, where the nodes are not Docker's. */
  static void mustBeDocker(Cluster cluster) {
    String node = cluster.node("service_a_node_1");
    assumeThat(Shell.attempt("docker inspect " + node).status())
        .as(
            "%s is no Docker container of this machine: only there can a node be stopped or cut off",
            node)
        .isZero();
  }

  /** The command that ends every process of a pod's container at once, as the kernel would. */
  static String kill(Pod pod, String container) {
    return "docker exec %s kill -9 %s"
        .formatted(pod.getSpec().getNodeName(), String.join(" ", processes(pod, container)));
  }

  /** The processes of a pod's container, by the numbers that they have on their node. */
  static List<String> processes(Pod pod, String container) {
    String id =
        Containers.of(pod)
            .filter(status -> status.getName().equals(container))
            .findFirst()
            .orElseThrow()
            .getContainerID()
            .replaceFirst(".*//", "");
    String found =
        Shell.run(
            "docker exec %s sh -c 'grep -ls %s /proc/[0-9]*/cgroup'"
                .formatted(pod.getSpec().getNodeName(), id));
    List<String> all = found.lines().map(file -> file.split("/", -1)[2]).toList();
    if (all.isEmpty()) {
      throw new AssertionError(
          container + " of " + pod.getMetadata().getName() + " has no process");
    }
    return all;
  }
}
