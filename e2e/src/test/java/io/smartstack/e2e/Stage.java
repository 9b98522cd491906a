// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The chart, the examples, and one pod more that calls: what every scene begins and ends with. */
final class Stage {

  /** Where callers find service-a. */
  static final int PORT = 3213;

  private static final Duration SETTLED = Duration.ofMinutes(3);
  private static @Nullable Stage open;

  private final Cluster cluster = new Cluster();
  private final Callers caller = new Callers(cluster, "caller");

  private Stage() {}

  /** Installs what is missing; afterwards it is the same stage for everybody. */
  static synchronized Stage open() {
    if (open == null) {
      Stage stage = new Stage();
      stage.set();
      open = stage;
    }
    return open;
  }

  Cluster cluster() {
    return cluster;
  }

  /** Who calls service-a. */
  Callers caller() {
    return caller;
  }

  /** Installs the chart where it isn't, and applies the examples and the caller. */
  void set() {
    Shell.run(
        """
        helm status smartstack --namespace smartstack >/dev/null 2>&1 ||
          helm install smartstack helm/smartstack --namespace smartstack --create-namespace --wait --timeout 3m
        kubectl apply -f examples/zookeeper.yaml -f examples/service-a.yaml -f examples/service-b.yaml\
        """);
    cluster
        .client()
        .configMaps()
        .inNamespace(Cluster.NAMESPACE)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("caller")
                .endMetadata()
                .addToBinaryData("caller.jar", Base64.getEncoder().encodeToString(jar()))
                .build())
        .serverSideApply();
    apply("e2e/caller.yaml");
  }

  /** Applies a file of the tests; SIDECAR_IMAGE in it is the image that the operator injects. */
  void apply(String file) {
    Shell.run(
        """
        image=$(kubectl get deployment smartstack-operator --namespace smartstack -o yaml | grep -o '[^ "=]*smartstack/sidecar:[^ "]*' | head -1)
        sed "s|SIDECAR_IMAGE|$image|" %s | kubectl apply -f -\
        """
            .formatted(file));
  }

  /** What the calling pod runs: too little for an image. */
  private static byte[] jar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      add(jar, Shell.ROOT.resolve("cli/target/classes"), "io/smartstack/load");
      add(jar, Shell.ROOT.resolve("e2e/target/classes"), "io/smartstack/e2e/caller");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(JarOutputStream jar, Path classes, String room) throws IOException {
    try (Stream<Path> files = Files.walk(classes.resolve(room))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
  }

  /** Waits until everything is as the examples want it. */
  void steady() {
    Awaitility.await("the stage is steady")
        .atMost(SETTLED)
        .pollInterval(Duration.ofMillis(250))
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(unsteady()).isEmpty());
  }

  /** What is not as it should be, if anything. */
  private Optional<String> unsteady() {
    List<Node> away =
        cluster.client().nodes().list().getItems().stream()
            .filter(node ->
                Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                    || node.getStatus().getConditions().stream()
                        .noneMatch(
                            it -> it.getType().equals("Ready") && it.getStatus().equals("True")))
            .toList();
    if (!away.isEmpty()) {
      return Optional.of("not ready: " + away.getFirst().getMetadata().getName());
    }
    if (operators().stream().filter(Cluster::ready).count() < 2) {
      return Optional.of("operators: " + operators().stream().filter(Cluster::ready).count());
    }
    ZooKeeperEnsemble ensemble = cluster.ensemble();
    if (ensemble == null
        || ensemble.getStatus() == null
        || !"3/3".equals(ensemble.getStatus().ready())
        || ensemble.getStatus().leader() == null) {
      return Optional.of("the ensemble: " + (ensemble == null ? "none" : ensemble.getStatus()));
    }
    for (String name : List.of("service-a", "service-b", "caller")) {
      SmartService service = cluster.service(name);
      if (service == null
          || !holds(service, "Ready", "True")
          || !holds(service, "Degraded", "False")) {
        return Optional.of(name + ": " + (service == null ? "none" : service.getStatus()));
      }
    }
    for (String name : List.of("service-a", "service-b", "caller")) {
      if (!rolledOut(name)) {
        return Optional.of("deployment " + name + " is not rolled out");
      }
    }
    List<String> provided =
        cluster.pods("service-a").stream()
            .filter(Cluster::ready)
            .map(pod -> pod.getMetadata().getName())
            .toList();
    if (provided.size() != 2 || !caller.called().equals(provided)) {
      return Optional.of(
          "service-a's pods: %s, called: %s".formatted(provided, caller.servers("service-a")));
    }
    return Optional.empty();
  }

  private boolean rolledOut(String name) {
    Deployment deployment =
        cluster.client().apps().deployments().inNamespace(Cluster.NAMESPACE).withName(name).get();
    if (deployment == null || deployment.getStatus() == null) {
      return false;
    }
    Integer wanted = deployment.getSpec().getReplicas();
    DeploymentStatus status = deployment.getStatus();
    return Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getReplicas(), wanted)
        && Objects.equals(status.getUpdatedReplicas(), wanted)
        && Objects.equals(status.getAvailableReplicas(), wanted)
        && Objects.requireNonNullElse(status.getTerminatingReplicas(), 0) == 0;
  }

  /** The operator's pods. */
  List<Pod> operators() {
    return cluster
        .client()
        .pods()
        .inNamespace("smartstack")
        .withLabel("app.kubernetes.io/name", "smartstack-operator")
        .list()
        .getItems();
  }

  private static boolean holds(SmartService service, String type, String status) {
    List<Condition> conditions =
        service.getStatus() == null || service.getStatus().conditions() == null
            ? List.of()
            : service.getStatus().conditions();
    return conditions.stream()
        .anyMatch(it -> it.getType().equals(type) && it.getStatus().equals(status));
  }

  /** What is there, for a scene that failed. */
  String picture() {
    return Shell.attempt(
            "kubectl get nodes,pods,zookeeperensembles,smartservices -A -o wide; "
                + "kubectl get events -A --sort-by=.lastTimestamp | tail -25; "
                + "kubectl -n smartstack logs -l app.kubernetes.io/name=smartstack-operator --tail 25 --prefix")
        .output();
  }
}
