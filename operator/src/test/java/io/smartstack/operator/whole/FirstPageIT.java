// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static io.smartstack.operator.whole.World.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.BackendStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README's first page promises: install, three files, and services call each other. */
class FirstPageIT {

  private final World world = World.settled();

  @Test
  void bothPodsOfServiceAAnswerAtServiceBsLocalhost() {
    try (Caller caller = Caller.ofServiceA()) {
      patiently("both answer").until(() -> caller.answerers().equals(names("service-a")));
      assertThat(caller.failures()).isEmpty();
    }
  }

  @Test
  void theStatusSaysWhatIsThere() {
    String services = world.api().kubectl("get", "smartservices", "-o", "wide");
    assertThat(services.lines().toList().get(1).split("\\s+"))
        .startsWith("service-a", "True", "2", "2", "1", "3213");
    assertThat(world.service("service-a").getStatus())
        .satisfies(status -> {
          assertThat(status.injected()).isEqualTo(2);
          assertThat(status.outOfDate()).isZero();
          assertThat(status.stale()).isZero();
        });
    assertThat(world.api().kubectl("get", "zookeeperensembles").lines().toList().get(1))
        .startsWith("zookeeper")
        .contains("3/3", "3.9.5");
  }

  @Test
  void anEditReachesRunningSidecarsWithoutARestart() {
    Pod caller = world.podsOf("service-b").getFirst();
    String options = "check inter 1s rise 2 fall 4";
    long begin = System.nanoTime();
    edit(
        "service-a",
        "{\"spec\":{\"synapse\":{\"haproxy\":{\"serverOptions\":\"" + options + "\"}}}}");

    patiently("HAProxy is told").until(() -> haproxyOf(caller).contains("inter 1s rise 2 fall 4"));
    System.out.printf(
        "an edit reached HAProxy after %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    patiently("the status says so")
        .until(() -> Integer.valueOf(0).equals(world.service("service-b").getStatus().outOfDate()));
    Pod after = world.podsOf("service-b").getFirst();
    assertThat(after.getMetadata().getUid()).isEqualTo(caller.getMetadata().getUid());
    assertThat(after.getStatus().getInitContainerStatuses())
        .allSatisfy(container -> assertThat(container.getRestartCount()).isZero());
  }

  @Test
  void aDeletedPodIsDrainedAndReplacedWithoutAFailedCall() {
    try (Caller caller = Caller.ofServiceA()) {
      String gone = world.podsOf("service-a").getFirst().getMetadata().getName();
      patiently("it is called").until(() -> caller.answerers().contains(gone));
      world.api().kubectl("delete", "pod", gone, "--timeout=90s");
      assertThat(backends()).doesNotContain(gone);

      world.settle();
      patiently("the new one is called")
          .until(() -> caller.answerers().containsAll(names("service-a")));
      assertThat(caller.failures()).as("of %d calls", caller.calls()).isEmpty();
    }
  }

  @Test
  void withoutTheOperatorCallsGoOnAndWhatItMissedIsRepairedWhenItIsBack() throws Exception {
    try (Caller caller = Caller.ofServiceA()) {
      world.operators().killAll();
      String gone = world.podsOf("service-a").getFirst().getMetadata().getName();
      world.api().kubectl("delete", "pod", gone, "--timeout=90s");
      String missed =
          names("service-a").stream()
              .filter(it -> !backends().contains(it))
              .findAny()
              .orElseThrow();
      world.api().kubectl("wait", "--for=condition=Ready", "pod/" + missed, "--timeout=60s");

      world.operators().start();
      patiently("it is said").until(() -> conditions("service-a").contains(missed));
      edit("service-a", "{\"spec\":{\"repair\":\"restart\"}}");
      patiently("it is replaced").until(() -> !names("service-a").contains(missed));
      world.settle();
      edit("service-a", "{\"spec\":{\"repair\":\"none\"}}");
      assertThat(caller.failures()).as("of %d calls", caller.calls()).isEmpty();
    }
  }

  private void edit(String service, String patch) {
    world.api().kubectl("patch", "smartservice", service, "--type=merge", "-p", patch);
  }

  private String conditions(String service) {
    return String.valueOf(world.service(service).getStatus().conditions());
  }

  private List<String> backends() {
    var backends = world.service("service-a").getStatus().backends();
    return backends == null ? List.of() : backends.stream().map(BackendStatus::name).toList();
  }

  private Set<String> names(String service) {
    return world.podsOf(service).stream()
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private String haproxyOf(Pod pod) {
    try {
      return Files.readString(
          world.pods().directory(pod).resolve("volumes/smartstack-run/haproxy.cfg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
