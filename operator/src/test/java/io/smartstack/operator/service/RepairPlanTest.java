// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.operator.service.PodFacts.Owner;
import io.smartstack.operator.service.RepairPlan.Eviction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepairPlanTest {

  private static final Owner OTHER = new Owner("StatefulSet", "other", "owner-2");

  private final Map<String, Eviction> evictions = new HashMap<>();
  private Instant now = Things.NOW;

  @Test
  void theOldestMissedPodIsEvictedFirst() {
    PodFacts young = PodMaker.missed("young").created(now.minusSeconds(10)).make();
    PodFacts old = PodMaker.missed("old").make();
    assertThat(evicted(young, old)).isEqualTo("old");
  }

  @Test
  void barePodsAndJobsPodsAreOnlyListed() {
    RepairPlan plan =
        plan(
            PodMaker.missed("bare").owner(null).make(),
            PodMaker.missed("job-x").owner(new Owner("Job", "job", "owner-3")).make());
    assertThat(plan.evict()).isNull();
    assertThat(plan.words()).contains("bare", "job-x", "restart it yourself");
  }

  @Test
  void theNextWaitsUntilEveryPodOfTheOwnerIsReady() {
    evictions.put(
        "owner-1", new Eviction(now.minusSeconds(3), "uid-m1", Set.of("uid-m1", "uid-m2")));
    PodFacts second = PodMaker.missed("m2").make();
    assertThat(evicted(second)).as("no replacement yet").isNull();
    assertThat(evicted(second, PodMaker.missed("m1").terminating().make())).isNull();
    PodMaker replacement = new PodMaker("r1").created(now);
    assertThat(evicted(second, replacement.unready().make())).isNull();
    replacement.ready = true;
    assertThat(evicted(second, replacement.make())).isEqualTo("m2");
  }

  @Test
  void anEvictionThatTheWatchHasNotToldOfYetIsNotRepeated() {
    PodFacts first = PodMaker.missed("m1").make();
    PodFacts second = PodMaker.missed("m2").make();
    evictions.put("owner-1", new Eviction(now, "uid-m1", Set.of("uid-m1", "uid-m2")));
    assertThat(evicted(first, second)).isNull();
    now = now.plus(RepairPlan.REPLACEMENT);
    assertThat(evicted(first, second)).as("it came to nothing").isEqualTo("m1");
  }

  @Test
  void anOwnerThatWasScaledDownHoldsNothingUpForEver() {
    evictions.put("owner-1", new Eviction(now, "uid-m1", Set.of("uid-m1", "uid-m2")));
    PodFacts second = PodMaker.missed("m2").make();
    assertThat(evicted(second)).isNull();
    now = now.plus(RepairPlan.REPLACEMENT);
    assertThat(evicted(second)).isEqualTo("m2");
  }

  @Test
  void oneOwnersRepairWaitsForAnothers() {
    evictions.put("owner-1", new Eviction(now, "uid-m1", Set.of("uid-m1")));
    PodFacts starting = new PodMaker("r1").created(now).unready().make();
    PodFacts missed = PodMaker.missed("x").owner(OTHER).make();
    assertThat(evicted(starting, missed)).isNull();
    assertThat(evicted(new PodMaker("r1").created(now).make(), missed)).isEqualTo("x");
  }

  @Test
  void aReplacementThatIsMissedAgainEndsTheRepairOfItsOwner() {
    evictions.put("owner-1", new Eviction(now, "uid-m1", Set.of("uid-m1", "uid-m2")));
    PodFacts again = PodMaker.missed("r1").created(now).make();
    PodFacts second = PodMaker.missed("m2").make();
    RepairPlan plan = plan(again, second);
    assertThat(plan.evict()).isNull();
    assertThat(plan.words()).contains("stopped for ReplicaSet a-1", "missed again");

    PodFacts other = PodMaker.missed("x").owner(OTHER).make();
    assertThat(evicted(again, second, other)).as("others go on").isEqualTo("x");
  }

  @Test
  void anOwnerIsRepairedAgainOnceItsNewestPodHasASidecar() {
    evictions.put("owner-1", new Eviction(now.minusSeconds(600), "uid-m1", Set.of("uid-m1")));
    PodFacts again = PodMaker.missed("r1").created(now.minusSeconds(500)).make();
    PodFacts good = new PodMaker("r2").created(now.minusSeconds(100)).make();
    assertThat(evicted(again)).isNull();
    assertThat(evicted(again, good)).isEqualTo("r1");
  }

  @Test
  void aMissedPodThatIsNotReadyServesNobodyAndIsEvicted() {
    assertThat(evicted(PodMaker.missed("m1").unready().make())).isEqualTo("m1");
    assertThat(evicted(PodMaker.missed("m1").unready().make(), new PodMaker("ok").make()))
        .isEqualTo("m1");
    assertThat(evicted(PodMaker.missed("m1").make(), new PodMaker("starting").unready().make()))
        .isNull();
  }

  @Test
  void nothingIsDoneWherePodsHaveSidecars() {
    assertThat(plan(new PodMaker("ok").make())).isEqualTo(new RepairPlan(null, "", null));
  }

  private RepairPlan plan(PodFacts... pods) {
    return RepairPlan.of(List.of(pods), evictions, now);
  }

  private @Nullable String evicted(PodFacts... pods) {
    PodFacts pod = plan(pods).evict();
    return pod == null ? null : pod.name();
  }
}
