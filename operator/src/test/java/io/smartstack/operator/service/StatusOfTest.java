// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.smartstack.crd.v1.BackendStatus;
import io.smartstack.operator.service.Finding.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusOfTest {

  private final Things seen = new Things(Things.NERVE);

  @Test
  void aHealthyServiceIsReadyAndNotDegraded() {
    seen.healthy("a-1").healthy("a-2");
    seen.callers = Set.of("shop/b-1", "other/c-1");

    var status = seen.status();

    assertThat(status.observedGeneration()).isEqualTo(7);
    assertThat(status.zkPath()).isEqualTo("/nerve/services/a.shop/services");
    assertThat(status.configuration()).isEqualTo(Things.FILES);
    assertThat(status.pods()).isEqualTo(2);
    assertThat(status.injected()).isEqualTo(2);
    assertThat(status.up()).isEqualTo(2);
    assertThat(status.callers()).isEqualTo(2);
    assertThat(status.stale()).isZero();
    assertThat(status.outOfDate()).isZero();
    assertThat(status.unprotected()).isZero();
    assertThat(status.missed()).isNull();
    assertThat(status.backends())
        .contains(new BackendStatus("a-1", "10.0.0.1:8080", "node-1", "2030-01-01T11:59:00Z"));
    is("Ready", "True", "Serving");
    is("Injected", "True", "Injected");
    is("Registered", "True", "Registered");
    is("Degraded", "False", "AsWanted");
  }

  @Test
  void theSameThingsSeenAgainMakeTheSameStatus() {
    seen.healthy("a-1");
    var first = seen.status();
    seen.service.setStatus(first);
    assertThat(seen.status()).isEqualTo(first);
  }

  @Test
  void aMachineOutsideTheClusterCountsAndHasNoNode() {
    seen.healthy("a-1");
    seen.backends.add(Things.backend("vm-1"));
    assertThat(seen.status().up()).isEqualTo(2);
    assertThat(seen.status().backends())
        .filteredOn(it -> "vm-1".equals(it.name()))
        .extracting(BackendStatus::node)
        .containsOnlyNulls();
  }

  @Test
  void manyBackendsAreCountedAndFiftyListed() {
    IntStream.range(0, 120).forEach(i -> seen.backends.add(Things.backend("vm-" + i)));
    assertThat(seen.status().up()).isEqualTo(120);
    assertThat(seen.status().backends()).hasSize(50);
  }

  @Test
  void noPodsIsSaidWithTheLabelThatTheyNeed() {
    is("Ready", "False", "NoPods");
    is("Registered", "False", "NoPods");
    is("Injected", "True", "NoPods");
    is("Degraded", "False", "AsWanted");
    assertThat(seen.condition("Ready").getMessage()).contains("smartstack.io/service: a");
  }

  @Test
  void podsThatRunAndDontRegisterPointToTheirChecks() {
    seen.healthy("a-1");
    seen.backends.clear();
    is("Ready", "False", "NoneRegistered");
    is("Degraded", "True", "NoneRegistered");
    assertThat(seen.condition("Ready").getMessage())
        .contains("/nerve/services/a.shop/services", "pod a-1", "spec.nerve");
  }

  @Test
  void podsThatAreNotReadyYetAreNoReasonToWorry() {
    seen.pods.add(new PodMaker("a-1").unready().make());
    seen.reports.put("a-1", Things.report("a-1", Things.FILES));
    is("Ready", "False", "NoneRegistered");
    is("Degraded", "False", "AsWanted");
  }

  @Test
  void aPodThatIsNotRegisteredIsNamedBesideThoseThatAre() {
    seen.healthy("a-1").healthy("a-2");
    seen.backends.removeIf(it -> it.name().equals("a-2"));
    is("Registered", "True", "Registered");
    assertThat(seen.condition("Registered").getMessage()).contains("1 backend is", "a-2");
  }

  @Test
  void aServiceThatOnlyCallsOthersHasNothingToRegister() {
    Things calls = new Things(Things.CALLS);
    calls.healthy("a-1");
    calls.backends.clear();
    assertThat(calls.condition("Ready").getReason()).isEqualTo("CallsOnly");
    assertThat(calls.condition("Ready").getMessage()).contains("1 of 1 pod has a sidecar");
    assertThat(calls.condition("Registered").getReason()).isEqualTo("NothingToRegister");
    assertThat(calls.condition("Degraded").getStatus()).isEqualTo("False");
  }

  @Test
  void anEnsembleThatIsNotThereIsSaidFirst() {
    seen.healthy("a-1");
    seen.ensemble = EnsembleSeen.MISSING;
    seen.connected = false;
    is("Ready", "False", "EnsembleNotFound");
    is("Registered", "False", "EnsembleNotFound");
    is("Degraded", "True", "EnsembleNotFound");
    assertThat(seen.condition("Ready").getMessage()).contains("ZooKeeperEnsemble zk");
    assertThat(seen.status().up()).as("the last thing seen stays").isEqualTo(1);
  }

  @Test
  void aConnectionThatIsAwayForAMomentIsNotSaidAndLongerIsUnknown() {
    seen.healthy("a-1");
    seen.connected = false;
    seen.since = Things.NOW.minus(Observed.GRACE).plusMillis(1);
    is("Ready", "True", "Serving");
    assertThat(seen.observed().next()).isEqualTo(seen.since.plus(Observed.GRACE));
    seen.since = Things.NOW.minus(Observed.GRACE);
    is("Ready", "Unknown", "RegistryUnreachable");
    is("Registered", "Unknown", "RegistryUnreachable");
    is("Degraded", "True", "RegistryUnreachable");
    assertThat(seen.observed().next()).isNull();
  }

  @Test
  void aClockThatWasSetBackHidesNoLostConnection() {
    seen.healthy("a-1");
    seen.connected = false;
    seen.since = Things.NOW.plusSeconds(3600);
    is("Ready", "Unknown", "RegistryUnreachable");
  }

  @Test
  void anEnsembleThatSaysItselfThatItDoesntServeIsBlamed() {
    seen.healthy("a-1");
    seen.ensemble = EnsembleSeen.NOT_READY;
    is("Ready", "True", "Serving");
    seen.connected = false;
    is("Ready", "Unknown", "EnsembleNotReady");
  }

  @Test
  void whatWasNotReadYetIsUnknown() {
    seen.loaded = false;
    seen.since = Things.NOW;
    is("Ready", "Unknown", "Connecting");
  }

  @Test
  void anOperatorThatStartsWhileTheEnsembleIsAwayKeepsTheNumbersOfTheOneBefore() {
    seen.healthy("a-1");
    seen.callers = Set.of("shop/b-1");
    var before = seen.status();
    seen.service.setStatus(before);
    seen.backends.clear();
    seen.callers = Set.of();
    seen.loaded = false;
    seen.connected = false;
    var now = seen.status();
    assertThat(now.up()).isEqualTo(1);
    assertThat(now.callers()).isEqualTo(1);
    assertThat(now.backends()).isEqualTo(before.backends());
    is("Ready", "Unknown", "RegistryUnreachable");
  }

  @Test
  void missedPodsAreListedAndCapped() {
    IntStream.range(0, 30)
        .forEach(i -> seen.pods.add(PodMaker.missed("m-%02d".formatted(i)).make()));
    assertThat(seen.status().missed()).hasSize(20).startsWith("m-00", "m-01");
    assertThat(seen.status().pods()).isEqualTo(30);
    assertThat(seen.status().injected()).isZero();
    is("Injected", "False", "PodsMissed");
    is("Ready", "False", "PodsMissed");
    is("Degraded", "True", "PodsMissed");
    assertThat(seen.condition("Injected").getMessage())
        .contains("30 pods", "m-00, m-01, m-02 and 27 more", "spec.repair: restart");
  }

  @Test
  void theWebhooksReasonForAMissedPodIsTold() {
    PodMaker pod = PodMaker.missed("m");
    pod.skipped = "port 3210 is taken";
    seen.pods.add(pod.make());
    assertThat(seen.condition("Injected").getMessage()).contains("port 3210 is taken");
  }

  @Test
  void podsThatOptedOutOrGoAreNotMissed() {
    PodMaker out = PodMaker.missed("out");
    out.exempt = true;
    seen.pods.add(out.make());
    seen.pods.add(PodMaker.missed("going").terminating().make());
    assertThat(seen.status().missed()).isNull();
    is("Injected", "True", "Injected");
  }

  @Test
  void sidecarsWithOtherFilesOrOfAnotherVersionAreOutOfDate() {
    seen.healthy("a-1").healthy("a-2").healthy("a-3");
    seen.reports.put("a-1", Things.report("a-1", "fedcba9876543210"));
    var old = Things.report("a-2", Things.FILES);
    seen.reports.put(
        "a-2",
        new io.smartstack.operator.registry.SidecarReport(
            "shop", "a-2", old.config(), "0.9", Set.of(), Set.of(), false, null));
    assertThat(seen.status().outOfDate()).isEqualTo(2);
    is("Degraded", "False", "AsWanted");
    seen.behind = Set.of("a-1");
    is("Degraded", "True", "SidecarsOutOfDate");
  }

  @Test
  void aSidecarThatSaysNothingForLongIsOutOfDateAndSilent() {
    seen.healthy("a-1");
    seen.reports.clear();
    assertThat(seen.status().outOfDate()).isEqualTo(1);
    is("Degraded", "True", "SidecarsSilent");

    seen.connected = false;
    assertThat(seen.status().outOfDate()).as("nobody can be heard now").isZero();
  }

  @Test
  void aSidecarThatJustStartedHasTimeToSpeak() {
    PodMaker young = new PodMaker("a-1");
    young.runningSince = Things.NOW.minusSeconds(10);
    seen.pods.add(young.make());
    seen.backends.add(Things.backend("a-1"));
    assertThat(seen.status().outOfDate()).isZero();
    is("Degraded", "False", "AsWanted");
    assertThat(seen.observed().next())
        .isEqualTo(Things.NOW.minusSeconds(10).plus(Observed.FIRST_WORD));
  }

  @Test
  void whatASidecarRefusesIsToldInItsWords() {
    seen.healthy("a-1");
    seen.reports.put("a-1", Things.refusing("a-1", "old", "services.a.port: not a number"));
    is("Degraded", "True", "ConfigurationRefused");
    assertThat(seen.condition("Degraded").getMessage())
        .contains("a-1", "services.a.port: not a number");
  }

  @Test
  void staleCallersAreCountedAndNamed() {
    seen.healthy("a-1");
    seen.callers = Set.of("shop/b-1", "shop/b-2");
    seen.stale = Set.of("shop/b-2");
    assertThat(seen.status().stale()).isEqualTo(1);
    is("Degraded", "True", "StaleCallers");
    assertThat(seen.condition("Degraded").getMessage()).contains("1 caller keeps", "shop/b-2");
  }

  @Test
  void anApplicationWithAPreStopOfItsOwnIsNotDrainProtected() {
    PodMaker pod = new PodMaker("a-1");
    pod.unprotected = true;
    seen.pods.add(pod.make());
    seen.reports.put("a-1", Things.report("a-1", Things.FILES));
    seen.backends.add(Things.backend("a-1"));
    assertThat(seen.status().unprotected()).isEqualTo(1);
    is("Degraded", "True", "NotDrainProtected");
  }

  @Test
  void theGravestReasonComesFirstAndAllAreTold() {
    seen.healthy("a-1");
    seen.stale = Set.of("shop/b-1");
    seen.compiled =
        List.of(
            new Finding(Reason.UseConflict, "Uses differ."),
            new Finding(Reason.PortClash, "Port 3213 is taken."));
    is("Degraded", "True", "PortClash");
    assertThat(seen.condition("Degraded").getMessage())
        .containsSubsequence("Port 3213 is taken.", "1 caller keeps", "Uses differ.");
    is("Ready", "True", "Serving");
  }

  @Test
  void aServiceWithoutFilesIsNotReady() {
    seen.configuration = null;
    seen.compiled = List.of(new Finding(Reason.ConfigurationRefused, "No such directive."));
    is("Ready", "False", "ConfigurationRefused");
    assertThat(seen.condition("Ready").getMessage()).isEqualTo("No such directive.");
  }

  @Test
  void aPausedServiceKeepsItsStatusAndSaysSo() {
    seen.healthy("a-1");
    var before = seen.status();
    var clock = InstantSource.fixed(Things.NOW);
    var paused = StatusOf.paused(before, 8L, clock);
    assertThat(paused.up()).isEqualTo(1);
    assertThat(paused.observedGeneration()).isEqualTo(7);
    assertThat(paused.conditions())
        .extracting(Condition::getType)
        .containsExactly("Ready", "Injected", "Registered", "Degraded", "Paused");
    assertThat(StatusOf.paused(paused, 8L, InstantSource.offset(clock, Duration.ofHours(1))))
        .isEqualTo(paused);
    assertThat(StatusOf.paused(null, 1L, clock).conditions()).hasSize(1);
  }

  private void is(String type, String status, String reason) {
    var condition = seen.condition(type);
    assertThat(condition.getStatus() + " " + condition.getReason())
        .as(condition.getMessage())
        .isEqualTo(status + " " + reason);
    assertThat(condition.getMessage()).isNotBlank().endsWith(".");
  }
}
