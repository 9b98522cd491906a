// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("Steps 2 and 3: first steps")
@Order(10)
final class FirstStepsChapter {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration JUST_NOW = Duration.ofSeconds(1);
  private static final int CALLS = 200;
  private static final String LATE = "/nerve/services/late.default/services";
  private static final String SERVICE_A = "/nerve/services/service-a.default/services";

  @Test
  @Order(1)
  @DisplayName("each of three ZooKeepers is asked whether it is okay")
  void imok(Scene scene) {
    scene.see("kubectl get pods -l smartstack.io/ensemble=zookeeper -o wide");
    for (String member : List.of("zookeeper-0", "zookeeper-1", "zookeeper-2")) {
      String answer = scene.see(Ensemble.ask(member, "ruok"));
      scene.verdict(member + " answers imok", answer.equals("imok"));
    }
    scene.verdict(
        "they run on the machines zookeeper1, zookeeper2 and zookeeper3",
        new Ensemble(scene.cluster(), "zookeeper")
            .members().stream()
                .map(pod -> pod.getSpec().getNodeName())
                .collect(Collectors.toSet())
                .equals(
                    Stream.of("zookeeper1", "zookeeper2", "zookeeper3")
                        .map(scene.cluster()::node)
                        .collect(Collectors.toSet())));
    String root = scene.see("kubectl exec zookeeper-0 -- zkCli.sh ls / 2>/dev/null | tail -1");
    scene.verdict("Nerve has its place beside ZooKeeper's own", root.contains("nerve"));
  }

  @Test
  @Order(2)
  @DisplayName("a service answers 404 on /health until the file exists; then it is registered")
  void untilTheFileExists(Scene scene) {
    String before = scene.see(ls(LATE));
    scene.verdict("nobody has registered", !before.contains("late-"));
    try {
      scene.deed("kubectl apply -f e2e/late.yaml");
      scene.await(
          "Nerve meets 404", SOON, () -> log(scene, "late").contains("/health HTTP/1.1\" 404"));
      scene.see(log("deployment/late", "http") + " | grep 'GET /health' | tail -1");
      scene.verdict("404 is no health: nothing is registered", up(scene, "late") == 0);
      scene.deed("kubectl exec deployment/late -c http -- touch /srv/health");
      scene.noticed("Nerve", "Nerve has registered it", SOON, () -> up(scene, "late") == 1);
      String said = scene.see(log("deployment/late", "smartstack") + " | tail -6");
      scene.verdict(
          "after three successes",
          said.contains("transitions to up after 3 successes")
              && said.contains("nerve: service late is now up"));
      String after = scene.see(ls(LATE));
      scene.verdict("its znode is there", after.contains("late-"));
      scene.see(
          "kubectl exec zookeeper-0 -- zkCli.sh get %s/%s 2>/dev/null | tail -1"
              .formatted(LATE, after.replaceAll("[\\[\\]\\s]", "")));
    } finally {
      Shell.run("kubectl delete -f e2e/late.yaml --timeout=2m");
    }
  }

  @Test
  @Order(3)
  @DisplayName("service_b calls service_a at localhost:3213: both machines answer")
  void bothAnswer(Scene scene) {
    String containers =
        scene.see(
            "kubectl get deployment service-b -o jsonpath='{.spec.template.spec.containers[*].name}'");
    scene.verdict("the Deployment knows of the application alone", containers.equals("http"));
    String answers =
        scene.deed(
            """
            kubectl exec deployment/service-b -c http -- python3 -c '
            from urllib.request import urlopen
            for call in range(%d):
                print(urlopen("http://localhost:3213/whoami").read().decode(), end="")' | sort | uniq -c\
            """
                .formatted(CALLS));
    Map<String, Integer> counts = new TreeMap<>();
    answers
        .lines()
        .map(line -> line.strip().split(" ", 2))
        .forEach(count -> counts.put(count[1], Integer.parseInt(count[0])));
    scene.verdict(
        "all %d are answered by the two pods of service-a".formatted(CALLS),
        counts.keySet().equals(names(scene))
            && counts.values().stream().mapToInt(Integer::intValue).sum() == CALLS);
    scene.verdict(
        "each answers 35 to 65 %",
        counts.values().stream().allMatch(it -> it >= CALLS * 0.35 && it <= CALLS * 0.65));
  }

  private static Set<String> names(Scene scene) {
    return scene.cluster().pods("service-a").stream()
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  @Test
  @Order(4)
  @DisplayName("the health file is taken away under load, and given back")
  void theHealthFile(Scene scene) {
    String name = scene.cluster().podOn("service-a", "service_a_node_1").getMetadata().getName();
    scene.traffic();
    scene.deed("kubectl exec %s -c http -- rm /srv/health".formatted(name));
    scene.await(
        "HAProxy calls it no more, by its own check or by Nerve's word",
        SOON,
        () -> !scene.stage().caller().called().contains(name));
    scene.noticed("Nerve", "it is deregistered", SOON, () -> up(scene, "service-a") == 1);
    scene.see(log(name, "http") + " | grep 'GET /health' | tail -1");
    says(scene, name, "transitions to down after 3 failures", "is now down");
    scene.verdict("its znode is gone", !scene.see(ls(SERVICE_A)).contains(name));
    scene.await(
        "nobody calls it",
        SOON,
        () -> !scene.stage().caller().lately(JUST_NOW).answeredBy().containsKey(name));
    scene.deed("kubectl exec %s -c http -- touch /srv/health".formatted(name));
    scene.recovered(
        "it is registered and called again",
        SOON,
        () -> up(scene, "service-a") == 2 && scene.stage().caller().called().contains(name));
    says(scene, name, "transitions to up after 3 successes", "is now up");
    scene.verdict("its znode is back", scene.see(ls(SERVICE_A)).contains(name));
    scene.lost(0);
  }

  /** Nerve says it the walkthrough's way. */
  private static void says(Scene scene, String pod, String check, String service) {
    String said =
        scene.see(log(pod, "smartstack") + " | grep -e transitions -e ' is now ' | tail -2");
    scene.verdict(
        "Nerve says “…%s” and “…%s”".formatted(check, service),
        said.contains(check) && said.contains(service));
  }

  /** What the application of a pod has written, once there is such a pod. */
  private static String log(Scene scene, String app) {
    return scene.cluster().pods(app).stream()
        .filter(pod -> new Containers(scene.cluster(), pod).running("http"))
        .findFirst()
        .map(pod -> scene.cluster().client().pods().resource(pod).inContainer("http").getLog())
        .orElse("");
  }

  private static String log(String pod, String container) {
    return "kubectl logs %s -c %s --since=2m".formatted(pod, container);
  }

  private static String ls(String path) {
    return "kubectl exec zookeeper-0 -- sh -c 'zkCli.sh ls %s 2>&1 | grep -e \"^\\[\" -e ^Node'"
        .formatted(path);
  }

  private static int up(Scene scene, String name) {
    SmartService service = scene.cluster().service(name);
    return service == null || service.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(service.getStatus().up(), 0);
  }
}
