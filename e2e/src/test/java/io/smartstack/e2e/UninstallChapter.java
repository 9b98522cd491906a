// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Uninstall")
@Order(900)
final class UninstallChapter {

  private static final String EVERYTHING =
      "kubectl get \"$(kubectl api-resources --verbs=list -o name | grep -v '^events\\|metrics.k8s.io' | paste -sd,)\" "
          + "--all-namespaces -o jsonpath='{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.labels}{\"\\n\"}{end}'";

  @Test
  @Order(1)
  @DisplayName("helm uninstall: definitions and services stay, calls go on")
  void theDefinitionsStay(Scene scene) {
    scene.traffic();
    scene.deed("helm uninstall smartstack --namespace smartstack --wait");
    try {
      Awaitility.await("nothing of the operator is left")
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() ->
              assertThat(left("CustomResourceDefinition", "APIService", "default/")).isEmpty());
      scene.verdict(
          "the definitions stay, and so does what is asked for by them",
          scene
              .see("kubectl get crd,smartservices,zookeeperensembles -o name")
              .contains("service-a"));
      scene.lost(0);
    } finally {
      scene.stage().set();
    }
  }

  @Test
  @Order(2)
  @DisplayName(
      "helm uninstall with crds.keep=false: nothing is left but what applications own, calls go on")
  void nothingStays(Scene scene) {
    scene.traffic();
    scene.see(
        "helm upgrade smartstack helm/smartstack --namespace smartstack --reset-then-reuse-values --set crds.keep=false --wait --timeout 3m");
    scene.deed("helm uninstall smartstack --namespace smartstack --wait");
    try {
      Awaitility.await("nothing is left")
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(left()).isEmpty());
      scene.say("the ensemble's volume claims stay: data is deleted by people");
      scene.lost(0);
    } finally {
      scene.stage().set();
    }
  }

  /**
   * What is ours by name or label, but for what is no wish of the release: nodes, applications,
   * data.
   */
  private static List<String> left(String... without) {
    return Shell.run(EVERYTHING)
        .lines()
        .filter(line -> line.contains("smartstack"))
        .filter(line ->
            !line.matches(
                "(Node|CSINode|Namespace|Pod|ReplicaSet|PersistentVolume|PersistentVolumeClaim) .*"))
        .filter(line -> !line.matches("\\w+ kube-(system|node-lease|public)/.*"))
        .filter(line ->
            !line.matches(
                "(ServiceAccount smartstack/default|ConfigMap smartstack/kube-root-ca.crt) .*"))
        .filter(line -> List.of(without).stream().noneMatch(line::contains))
        .toList();
  }
}
