// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Step 4: a service crashes")
@Order(40)
final class ServiceCrashesChapter {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration JUST_NOW = Duration.ofSeconds(1);
  private static final String APPLICATION = "http";

  /** The kubelet lets a container wait twice as long each time that it starts it anew. */
  private static final int PATIENT = 2;

  /** More answers than this are hardly ever on their way when a process dies. */
  private static final int BEGUN = 2;

  @Test
  @Order(1)
  @DisplayName(
      "one of two applications is killed: its kubelet starts it again before a check fails")
  void once(Scene scene) {
    fresh(scene, 0);
    Pod pod = pods(scene).getLast();
    Containers containers = new Containers(scene.cluster(), pod);
    int restarts = containers.restarts(APPLICATION);
    scene.traffic();
    scene.deed(containers.kill(APPLICATION));
    scene.noticed(
        "the kubelet",
        "the kubelet has started it again",
        SOON,
        () -> containers.runsAgain(APPLICATION, restarts + 1));
    scene.recovered("both are called", SOON, () -> bothCalled(scene));
    scene.see("kubectl get pods -l app=service-a");
    onlyBegun(scene);
  }

  @Test
  @Order(2)
  @DisplayName(
      "one of two applications is killed again: it stays away, until its kubelet tries once more")
  void again(Scene scene) {
    fresh(scene, PATIENT);
    Pod pod = pods(scene).getFirst();
    String name = pod.getMetadata().getName();
    killedOnce(scene, pod);
    scene.traffic();
    scene.deed(new Containers(scene.cluster(), pod).kill(APPLICATION));
    scene.noticed(
        "HAProxy's check",
        "it is no longer called",
        SOON,
        () -> !scene.stage().caller().called().contains(name));
    scene.await("Nerve has deregistered it", SOON, () -> up(scene) == 1);
    scene.see("kubectl get pods -l app=service-a; kubectl get smartservice service-a");
    scene.see(
        "kubectl logs %s -c smartstack --since=1m | grep -e transitions -e ' is now ' | tail -2"
            .formatted(name));
    scene.recovered("both are called", SOON, () -> bothCalled(scene) && up(scene) == 2);
    onlyBegun(scene);
  }

  @Test
  @Order(3)
  @DisplayName(
      "both applications are killed again: Synapse keeps them, HAProxy answers 503 at once")
  void both(Scene scene) {
    fresh(scene, PATIENT);
    pods(scene).forEach(pod -> killedOnce(scene, pod));
    scene.traffic();
    scene.deed(
        String.join(
            " & ", pods(scene).stream().map(pod -> Machines.kill(pod, APPLICATION)).toList()));
    scene.noticed(
        "HAProxy's checks",
        "nobody is called",
        SOON,
        () -> scene.stage().caller().called().isEmpty());
    scene.await("Nerve has deregistered both", SOON, () -> up(scene) == 0);
    scene.await(
        "Synapse keeps what it found last as previous backends",
        SOON,
        () -> Set.copyOf(sources(scene)).equals(Set.of("previous")));
    scene.see("kubectl get smartservice service-a");
    scene.see(
        "kubectl logs deployment/caller -c smartstack --since=1m | grep 'previous backends' | tail -1");
    scene.await(
        "HAProxy answers 503, and nothing else",
        SOON,
        () -> {
          Calls meanwhile = scene.stage().caller().lately(JUST_NOW);
          return meanwhile.answeredBy().isEmpty()
              && meanwhile.reasons().keySet().equals(Set.of("503"));
        });
    scene.recovered("both are called", SOON, () -> bothCalled(scene) && up(scene) == 2);
    // Nobody was there to answer: as many calls fail as are made until one of them is back.
    Calls all = scene.lost(Integer.MAX_VALUE);
    scene.verdict("calls failed while nobody was there", all.reasons().containsKey("503"));
    scene.verdict(
        "and no longer: %.1f s".formatted(all.failingForSeconds()),
        all.lost() < all.sent() && !all.reasons().containsKey("timeout"));
  }

  /** Sees to it that no application has crashed more often than that. */
  private static void fresh(Scene scene, int most) {
    Machines.mustBeDocker(scene.cluster());
    boolean worn =
        pods(scene).stream()
            .anyMatch(pod -> new Containers(scene.cluster(), pod).restarts(APPLICATION) > most);
    if (worn) {
      scene.say("a pod has crashed too often to be started again soon: others take its place");
      scene.deed("kubectl rollout restart deployment/service-a");
      scene.see("kubectl rollout status deployment/service-a --timeout=3m | tail -1");
      scene.stage().steady();
    }
  }

  /** Only an answer that had begun is lost: HAProxy asks the other pod for the rest. */
  private static void onlyBegun(Scene scene) {
    Calls calls = scene.lost(BEGUN);
    assertThat(calls.reasons().keySet()).isSubsetOf("short");
  }

  /** From its second crash on a container waits for 10 s and more. */
  private static void killedOnce(Scene scene, Pod pod) {
    Containers containers = new Containers(scene.cluster(), pod);
    if (containers.restarts(APPLICATION) == 0) {
      scene.deed(containers.kill(APPLICATION));
      scene.await(
          "the kubelet has started it again", SOON, () -> containers.runsAgain(APPLICATION, 1));
      scene.await("both are called", SOON, () -> bothCalled(scene) && up(scene) == 2);
    }
  }

  private static List<Pod> pods(Scene scene) {
    return Stream.of("service_a_node_1", "service_a_node_2")
        .map(machine -> scene.cluster().podOn("service-a", machine))
        .toList();
  }

  private static boolean bothCalled(Scene scene) {
    return scene.stage().caller().called().size() == 2;
  }

  /** Where the caller's Synapse has its backends from. */
  private static List<String> sources(Scene scene) {
    JsonNode backends =
        scene.stage().caller().status().at("/synapse/discovery/services/0/backends");
    return StreamSupport.stream(backends.spliterator(), false)
        .map(backend -> backend.path("source").asText())
        .toList();
  }

  private static int up(Scene scene) {
    SmartService service = Objects.requireNonNull(scene.cluster().service("service-a"));
    return Objects.requireNonNullElse(service.getStatus().up(), 0);
  }
}
