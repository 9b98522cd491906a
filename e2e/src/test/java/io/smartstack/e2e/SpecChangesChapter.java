// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("A SmartService is changed while it serves")
@Order(80)
final class SpecChangesChapter {

  private static final Duration SOON = Duration.ofSeconds(60);

  // 5 s are promised; two cores that carry seven nodes get more.
  private static final Duration PROMISED = Duration.ofSeconds(20);

  @Test
  @Order(1)
  @DisplayName("how callers find a service changes: HAProxy's balance, beside every caller")
  void callersSide(Scene scene) {
    List<String> containers = containers(scene);
    scene.traffic();
    Instant changed =
        patched(
            scene,
            "service-a",
            "merge",
            "{\"spec\":{\"synapse\":{\"haproxy\":{\"backend\":[\"balance leastconn\"]}}}}");
    scene.noticed("Synapse", "every caller's HAProxy is reloaded", SOON, reloaded(scene, changed));
    inTime(scene, changed, reloadedAt(scene));
    scene.verdict(
        "HAProxy has it",
        scene
            .see(
                "kubectl exec deploy/caller -c haproxy -- grep balance /run/smartstack/haproxy.cfg")
            .contains("balance leastconn"));
    Instant back =
        patched(
            scene,
            "service-a",
            "json",
            "[{\"op\":\"remove\",\"path\":\"/spec/synapse/haproxy/backend\"}]");
    scene.recovered("it is as before", SOON, reloaded(scene, back));
    inTime(scene, back, reloadedAt(scene));
    scene.lost(0);
    untouched(scene, containers);
  }

  @Test
  @Order(2)
  @DisplayName("how pods provide a service changes: the weight that they register with")
  void providersSide(Scene scene) {
    List<String> containers = containers(scene);
    scene.traffic();
    Instant changed = patched(scene, "service-a", "merge", "{\"spec\":{\"nerve\":{\"weight\":7}}}");
    scene.noticed(
        "Nerve, then Synapse",
        "the caller finds both pods with the weight",
        SOON,
        () -> weights(scene).equals(List.of(7, 7)));
    inTime(scene, changed, Instant.now());
    Instant back =
        patched(
            scene, "service-a", "json", "[{\"op\":\"remove\",\"path\":\"/spec/nerve/weight\"}]");
    scene.recovered("it is as before", SOON, () -> weights(scene).equals(List.of(0, 0)));
    inTime(scene, back, Instant.now());
    scene.lost(0);
    untouched(scene, containers);
  }

  @Test
  @Order(3)
  @DisplayName("a service uses another one from now on")
  void newUse(Scene scene) {
    List<String> containers = containers(scene);
    Callers caller = scene.stage().caller();
    scene.traffic();
    Instant changed =
        patched(
            scene,
            "caller",
            "json",
            "[{\"op\":\"add\",\"path\":\"/spec/uses/-\",\"value\":{\"name\":\"service-b\",\"port\":3215}}]");
    scene.noticed(
        "Synapse", "HAProxy calls service-b", SOON, () -> caller.called("service-b").size() == 1);
    inTime(scene, changed, Instant.now());
    String answer =
        scene.see(
            "kubectl exec deploy/caller -c caller -- bash -c 'exec 3<>/dev/tcp/127.0.0.1/3215; printf \"GET /whoami HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3'");
    scene.verdict("service-b answers at localhost:3215", answer.contains("service-b-"));
    Instant back =
        patched(scene, "caller", "json", "[{\"op\":\"remove\",\"path\":\"/spec/uses/1\"}]");
    scene.recovered("it is as before", SOON, () -> caller.servers("service-b").isEmpty());
    inTime(scene, back, Instant.now());
    scene.lost(0);
    untouched(scene, containers);
  }

  /** Patches a SmartService and returns when the API server had answered. */
  private static Instant patched(Scene scene, String service, String type, String patch) {
    scene.deed("kubectl patch smartservice %s --type=%s -p '%s'".formatted(service, type, patch));
    return Instant.now();
  }

  private static void inTime(Scene scene, Instant answered, Instant arrived) {
    Duration took = Duration.between(answered, arrived);
    scene.verdict(
        "%.1f s after the API server's answer".formatted(took.toMillis() / 1e3),
        took.compareTo(PROMISED) < 0);
  }

  /** Whoever calls service-a. */
  private static List<JsonNode> haproxies(Scene scene) {
    return Stream.of("caller", "service-b")
        .flatMap(app -> scene.cluster().pods(app).stream())
        .map(pod -> scene.cluster().ask(pod, Callers.SIDECAR, "GET", "/status"))
        .map(status -> status.at("/synapse/haproxy"))
        .toList();
  }

  private static Callable<Boolean> reloaded(Scene scene, Instant after) {
    return () ->
        haproxies(scene).stream().map(SpecChangesChapter::lastReload).allMatch(after::isBefore);
  }

  /** When the last of the callers was, by its own clock. */
  private static Instant reloadedAt(Scene scene) {
    return haproxies(scene).stream()
        .map(SpecChangesChapter::lastReload)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant lastReload(JsonNode haproxy) {
    JsonNode last = haproxy.path("last_reload");
    return last.path("succeeded").asBoolean()
        ? Instant.parse(last.path("at").asText())
        : Instant.EPOCH;
  }

  /** The weights with which service-a's pods are registered, 0 for none. */
  private static List<Integer> weights(Scene scene) {
    JsonNode backends =
        scene.stage().caller().status().at("/synapse/discovery/services/0/backends");
    return StreamSupport.stream(backends.spliterator(), false)
        .map(backend -> backend.at("/backend/weight").asInt())
        .toList();
  }

  private static void untouched(Scene scene, List<String> before) {
    scene.verdict("no container has been started again", containers(scene).equals(before));
  }

  /** Every container of the pods concerned, and how often it has been started again. */
  private static List<String> containers(Scene scene) {
    return Stream.of("caller", "service-a", "service-b")
        .flatMap(app -> scene.cluster().pods(app).stream())
        .flatMap(pod ->
            Containers.of(pod)
                .map(container ->
                    "%s %s %d"
                        .formatted(
                            pod.getMetadata().getUid(),
                            container.getName(),
                            container.getRestartCount())))
        .toList();
  }
}
