// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NudgesTest {

  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private static PodFacts pod(String name) {
    return new PodFacts(
        "shop",
        name,
        name,
        Instant.EPOCH,
        List.of("a"),
        null,
        null,
        true,
        false,
        false,
        true,
        false,
        false,
        null,
        null,
        null);
  }

  @Test
  void everyPodIsToldOnceThoughThereAreMoreThanAreToldAtATime() {
    var nudges = new Nudges((pod, annotation) -> told.add(pod.name() + annotation));
    List<PodFacts> pods = IntStream.range(0, 100).mapToObj(i -> pod("p" + i + "-")).toList();
    nudges.tell(pods.stream().collect(Collectors.toMap(Function.identity(), _ -> "x")));
    await().until(() -> told.size() >= 100);
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(pods.stream().map(it -> it.name() + "x").toList());
  }

  @Test
  void aPodThatIsBeingToldIsToldTheLastAfterwards() {
    var first = new CountDownLatch(1);
    var nudges =
        new Nudges((_, annotation) -> {
          told.add(annotation);
          if (annotation.equals("1")) {
            await().until(() -> first.getCount() == 0);
          }
        });
    nudges.tell(Map.of(pod("a"), "1"));
    await().until(() -> told.contains("1"));
    nudges.tell(Map.of(pod("a"), "2"));
    nudges.tell(Map.of(pod("a"), "3"));
    assertThat(told).containsExactly("1");
    first.countDown();
    await().until(() -> told.size() == 2);
    assertThat(told).containsExactly("1", "3");
  }

  @Test
  void aFailureCostsOnlyThePodItIsAbout() {
    var nudges =
        new Nudges((pod, annotation) -> {
          if (pod.name().equals("bad")) {
            throw new IllegalStateException("one of this test's");
          }
          told.add(annotation);
        });
    nudges.tell(Map.of(pod("bad"), "1"));
    nudges.tell(Map.of(pod("good"), "2"));
    await().until(() -> told.contains("2"));
    nudges.tell(Map.of(pod("bad"), "3", pod("better"), "4"));
    await().until(() -> told.contains("4"));
    assertThat(told).containsExactly("2", "4");
  }
}
