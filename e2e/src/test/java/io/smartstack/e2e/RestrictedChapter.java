// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Namespaces that let in restricted pods alone")
@Order(120)
final class RestrictedChapter {

  private static final String NAMESPACE = "restricted";

  @Test
  @Order(1)
  @DisplayName("an ensemble, a service and its caller where Pod Security enforces restricted")
  void everythingOfOursIsLetIn(Scene scene) {
    try {
      scene.stage().apply("e2e/restricted.yaml");
      scene.await(
          "a pod that says nothing of its rights is refused there: it is enforced",
          Duration.ofMinutes(1),
          () ->
              Shell.attempt(
                      "kubectl --namespace restricted run root --image python:3-alpine --restart Never --dry-run=server")
                  .output()
                  .contains("violates PodSecurity"));
      scene.await("the service is provided and called", Duration.ofMinutes(2), () -> ready(scene));
      scene.see("kubectl --namespace restricted get pods,smartservices,zookeeperensembles");
      String answer =
          scene.see(
              "kubectl --namespace restricted exec deploy/web --container http -- python3 -c "
                  + "'from urllib.request import urlopen; print(urlopen(\"http://localhost:3300/\").status)'");
      scene.verdict("a call at localhost is answered", answer.strip().equals("200"));
    } finally {
      Shell.run("kubectl delete namespace restricted --ignore-not-found --wait=false");
    }
  }

  private static boolean ready(Scene scene) {
    List<Pod> pods = scene.cluster().pods(NAMESPACE, "web");
    return pods.size() == 1
        && Cluster.ready(pods.getFirst())
        && new Callers(scene.cluster(), NAMESPACE, "web")
            .servers("web").stream().anyMatch(Callers.Server::up);
  }
}
