// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.operator.registry.SidecarReport;
import io.smartstack.operator.service.Nudging.Step;
import io.smartstack.operator.service.Nudging.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NudgingTest {

  private static final String NEW = "fedcba9876543210";
  private static final SidecarReport OLD_FILES = Things.report("a-1", Things.FILES);

  private Instant now = Things.NOW;
  private @Nullable Told told;

  @Test
  void aSidecarThatHasTheFilesIsLeftAlone() {
    assertThat(step(null, Things.report("a-1", NEW)).write()).isFalse();
  }

  @Test
  void aChangeIsToldAtOnceAndAgainUntilTheSidecarHasIt() {
    assertThat(annotations(step(null, OLD_FILES))).containsExactly(NEW);
    assertThat(step(NEW, OLD_FILES).write()).as("too early").isFalse();
    now = now.plusSeconds(2);
    assertThat(annotations(step(NEW, OLD_FILES))).containsExactly(NEW + ".1");
    now = now.plusSeconds(4);
    assertThat(annotations(step(NEW + ".1", OLD_FILES))).containsExactly(NEW + ".2");
    Step done = step(NEW + ".2", Things.report("a-1", NEW));
    assertThat(done.write()).isFalse();
    assertThat(done.look()).isNull();
  }

  @Test
  void pausesGrowToThirtySecondsAndWritesEnd() {
    List<Duration> pauses = new ArrayList<>();
    Instant last = now;
    int writes = 0;
    Step step = step(null, OLD_FILES);
    while (step.look() != null && writes < 100) {
      now = step.look();
      step = step(NEW, OLD_FILES);
      if (step.write()) {
        writes++;
        pauses.add(Duration.between(last, now));
        last = now;
      }
    }
    assertThat(pauses).isSorted().hasSize(8).startsWith(Duration.ofSeconds(2));
    assertThat(pauses).last().isEqualTo(Duration.ofSeconds(30));
    now = now.plus(Duration.ofDays(1));
    step = step(NEW, OLD_FILES);
    assertThat(step.write()).isFalse();
    assertThat(step.behind()).isTrue();
  }

  @Test
  void aSidecarThatSaysNothingIsToldOnceAlone() {
    assertThat(annotations(step(null, null))).containsExactly(NEW);
    now = now.plus(Duration.ofHours(1));
    Step later = step(NEW, null);
    assertThat(later.write()).isFalse();
    assertThat(later.look()).isNull();
    assertThat(annotations(step(NEW, OLD_FILES))).as("it speaks").containsExactly(NEW + ".1");
  }

  @Test
  void aSidecarThatRefusesIsToldThreeTimesMoreAndNoMore() {
    SidecarReport refusing = Things.refusing("a-1", Things.FILES, "bad");
    int writes = 0;
    Step step = step(null, refusing);
    while (step.look() != null && writes < 100) {
      now = step.look();
      step = step(NEW, refusing);
      writes += step.write() ? 1 : 0;
    }
    assertThat(writes).isEqualTo(3);
    assertThat(step(NEW, refusing).behind()).isTrue();
  }

  @Test
  void anotherChangeBeginsAnew() {
    step(null, OLD_FILES);
    String newer = "aaaaaaaaaaaaaaaa";
    Step step = Nudging.next(pod(NEW), newer, OLD_FILES, told, now);
    assertThat(annotations(step)).containsExactly(newer);
  }

  @Test
  void anOperatorThatStartsAnewGoesOnCountingAfterAPause() {
    Step first = step(NEW + ".3", OLD_FILES);
    assertThat(first.write()).isFalse();
    assertThat(first.look()).isEqualTo(now.plusSeconds(16));
    now = now.plusSeconds(16);
    assertThat(annotations(step(NEW + ".3", OLD_FILES))).containsExactly(NEW + ".4");
  }

  @Test
  void podsThatGoOrHaveNoSidecarOrDontRunYetAreNotTold() {
    PodMaker pending = new PodMaker("a-1");
    pending.runningSince = null;
    for (PodFacts pod :
        List.of(
            new PodMaker("a-1").terminating().make(),
            PodMaker.missed("a-1").make(),
            pending.make())) {
      assertThat(Nudging.next(pod, NEW, null, null, now).write()).isFalse();
    }
  }

  @Test
  void nothingIsRememberedOfPodsThatAreGone() {
    Map<String, Told> memory = new java.util.HashMap<>();
    memory.put("uid-gone", new Told(NEW, 1, now, now));
    Telling telling =
        Telling.of(List.of(pod(null)), Map.of("a-1", NEW), Map.of("a-1", OLD_FILES), memory, now);
    assertThat(memory).containsOnlyKeys("uid-a-1");
    assertThat(telling.writes()).hasSize(1).containsValue(NEW);
    assertThat(telling.look()).isEqualTo(now.plusSeconds(2));
  }

  private Step step(@Nullable String annotation, @Nullable SidecarReport report) {
    Step step = Nudging.next(pod(annotation), NEW, report, told, now);
    told = step.told();
    return step;
  }

  private static List<String> annotations(Step step) {
    Told tells = step.told();
    return step.write() && tells != null ? List.of(tells.annotation()) : List.of();
  }

  private static PodFacts pod(@Nullable String annotation) {
    return new PodMaker("a-1").nudged(annotation).make();
  }
}
