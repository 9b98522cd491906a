// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Kubernetes and the operator go away")
@Order(110)
final class ControlPlaneChapter {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String OPERATOR = "deployment smartstack-operator --namespace smartstack";
  private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";
  private static final String ASIDE = "/etc/kubernetes/kube-apiserver.yaml";

  @Test
  @Order(1)
  @DisplayName("both replicas of the operator are deleted, and discovery goes on")
  void theOperatorIsDeleted(Scene scene) {
    String pod = scene.cluster().podOn("service-a", "service_a_node_1").getMetadata().getName();
    Set<String> before = names(scene.stage().operators());
    scene.traffic();
    scene.deed(
        "kubectl delete pods --namespace smartstack -l app.kubernetes.io/name=smartstack-operator --grace-period=0 --force");
    scene.deed("kubectl exec %s -c http -- rm health".formatted(pod));
    try {
      scene.noticed(
          "its own Nerve", "callers know of it no more", SOON, () -> !known(scene).contains(pod));
    } finally {
      scene.deed("kubectl exec %s -c http -- touch health".formatted(pod));
    }
    scene.recovered(
        "it is called again", SOON, () -> scene.stage().caller().called().contains(pod));
    scene.await("a new replica leads", SOON, () -> leads(scene, before));
    scene.lost(0);
  }

  private static boolean leads(Scene scene, Set<String> before) {
    var lease =
        scene
            .cluster()
            .client()
            .leases()
            .inNamespace("smartstack")
            .withName("smartstack-operator")
            .get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder != null
        && before.stream().noneMatch(holder::startsWith)
        && names(scene.stage().operators()).stream().anyMatch(holder::startsWith);
  }

  @Test
  @Order(2)
  @DisplayName("a pod is made while the webhook is down: it is named, then repaired")
  void theWebhookIsDown(Scene scene) {
    scene.traffic();
    try {
      scene.deed("kubectl scale %s --replicas=0".formatted(OPERATOR));
      scene.await("nobody answers", SOON, () -> scene.stage().operators().isEmpty());
      scene.deed("kubectl scale deployment service-b --replicas=2");
      scene.await(
          "it runs without a sidecar",
          SOON,
          () ->
              scene.cluster().pods("service-b").stream()
                  .anyMatch(it -> Cluster.ready(it) && !injected(it)));
      String missed =
          scene.cluster().pods("service-b").stream()
              .filter(it -> !injected(it))
              .map(it -> it.getMetadata().getName())
              .findFirst()
              .orElseThrow();
      scene.deed("kubectl scale %s --replicas=2".formatted(OPERATOR));
      scene.noticed(
          "the operator",
          "the SmartService is Degraded and names it",
          SOON,
          () -> missed(scene).equals(List.of(missed)) && degraded(scene));
      scene.deed(
          "kubectl patch smartservice service-b --type merge --patch '{\"spec\":{\"repair\":\"restart\"}}'");
      scene.recovered("both pods have a sidecar", SOON, () -> repaired(scene));
    } finally {
      scene.deed("kubectl scale %s --replicas=2".formatted(OPERATOR));
      scene.deed(
          "kubectl patch smartservice service-b --type merge --patch '{\"spec\":{\"repair\":null}}'");
      scene.deed("kubectl scale deployment service-b --replicas=1");
    }
    scene.lost(0);
  }

  private static boolean repaired(Scene scene) {
    List<Pod> pods = scene.cluster().pods("service-b");
    return pods.size() == 2
        && pods.stream().allMatch(it -> Cluster.ready(it) && injected(it))
        && missed(scene).isEmpty()
        && !degraded(scene);
  }

  private static boolean injected(Pod pod) {
    return pod.getSpec().getInitContainers().stream()
        .anyMatch(it -> it.getName().equals("smartstack"));
  }

  private static List<String> missed(Scene scene) {
    SmartService service = scene.cluster().service("service-b");
    List<String> missed =
        service == null || service.getStatus() == null ? null : service.getStatus().missed();
    return missed == null ? List.of() : missed;
  }

  private static boolean degraded(Scene scene) {
    SmartService service = scene.cluster().service("service-b");
    return service != null
        && service.getStatus() != null
        && service.getStatus().conditions() != null
        && service.getStatus().conditions().stream()
            .anyMatch(it -> it.getType().equals("Degraded") && it.getStatus().equals("True"));
  }

  @Test
  @Order(3)
  @DisplayName("the API server is stopped, and discovery goes on")
  void theApiServerIsStopped(Scene scene) {
    Machines.mustBeDocker(scene.cluster());
    Pod pod = scene.cluster().podOn("service-a", "service_a_node_1");
    String name = pod.getMetadata().getName();
    String control = controlPlane(scene);
    // Asked now: later only the nodes themselves can be.
    String files =
        "docker exec " + pod.getSpec().getNodeName() + " %s " + root(pod, "http") + "/srv/health";
    Pod caller = scene.stage().caller().pod();
    String known =
        "docker exec %s grep -q ' %s_' %s/run/smartstack/haproxy.cfg"
            .formatted(caller.getSpec().getNodeName(), name, root(caller, "haproxy"));
    scene.traffic();
    try {
      scene.deed("docker exec %s mv %s %s".formatted(control, MANIFEST, ASIDE));
      scene.await("the API server is gone", SOON, () -> !answers());
      scene.deed(files.formatted("rm"));
      scene.noticed(
          "its own Nerve",
          "the caller's HAProxy knows of it no more",
          SOON,
          () -> Shell.attempt(known).status() == 1);
      scene.deed(files.formatted("touch"));
      scene.recovered(
          "the caller's HAProxy knows of it again", SOON, () -> Shell.attempt(known).status() == 0);
      scene.verdict("the API server has been away all the time", !answers());
    } finally {
      scene.deed("docker exec %s mv %s %s".formatted(control, ASIDE, MANIFEST));
      scene.await("the API server is back", SOON, ControlPlaneChapter::answers);
      Shell.attempt(files.formatted("touch"));
    }
    scene.await("it is called", SOON, () -> scene.stage().caller().called().contains(name));
    scene.lost(0);
  }

  /** The client of the tests would try again by itself for a minute. */
  private static boolean answers() {
    return Shell.attempt("kubectl get --raw /readyz --request-timeout 3s").status() == 0;
  }

  private static String controlPlane(Scene scene) {
    return scene
        .cluster()
        .client()
        .nodes()
        .withLabel("node-role.kubernetes.io/control-plane")
        .list()
        .getItems()
        .getFirst()
        .getMetadata()
        .getName();
  }

  /** A container's files, as its node sees them. */
  private static String root(Pod pod, String container) {
    return "/proc/%s/root".formatted(Machines.processes(pod, container).getFirst());
  }

  private static Set<String> known(Scene scene) {
    return scene.stage().caller().servers("service-a").stream()
        .map(Callers.Server::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> names(List<Pod> pods) {
    return pods.stream().map(it -> it.getMetadata().getName()).collect(Collectors.toSet());
  }
}
