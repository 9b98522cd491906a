// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smartstack.operator.ensemble.Step.Join;
import io.smartstack.operator.ensemble.Step.Leave;
import io.smartstack.operator.ensemble.Step.Nothing;
import io.smartstack.operator.ensemble.Step.Publish;
import io.smartstack.operator.ensemble.Step.Refuse;
import io.smartstack.operator.ensemble.Step.Release;
import io.smartstack.operator.ensemble.Step.Resize;
import io.smartstack.operator.ensemble.Step.Restart;
import io.smartstack.operator.ensemble.Step.Wait;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes steps. */
final class Steps {

  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;
  private final Members members;
  private final Claims claims;

  Steps(KubernetesClient client, Members members) {
    this.client = client;
    this.members = members;
    this.claims = new Claims(client);
  }

  /**
   * Takes a step.
   *
   * @return what came of it: the step, or why it has to wait
   */
  Step take(Step step, Pass pass) {
    switch (step) {
      case Nothing _, Wait _, Refuse _ -> {}
      case Resize resize -> pass.resize(resize.pods());
      case Publish publish -> pass.publish(publish.voters());
      case Join join -> {
        return reconfigure(pass, step, pass.servers().voter(join.id()), null);
      }
      case Leave leave -> {
        return reconfigure(pass, step, null, leave.id());
      }
      case Restart restart -> {
        return pass.live().pod(restart.id()).map(pod -> evict(pod, step)).orElse(step);
      }
      case Release release -> {
        return release(release, pass);
      }
    }
    return step;
  }

  private Step reconfigure(
      Pass pass, Step step, @Nullable String joining, @Nullable Integer leaving) {
    Membership membership = pass.observed().membership();
    Optional<String> host = host(pass, leaving);
    if (membership == null || host.isEmpty()) {
      return new Wait("ScaleWaiting", "no member that stays can be asked");
    }
    try {
      members.reconfigure(host.get(), pass.credentials(), joining, leaving, membership.version());
      return step;
    } catch (ReconfigurationException e) {
      return new Wait("ScaleWaiting", "%s, and %s".formatted(step.message(), e.getMessage()));
    }
  }

  /** The leader if it stays: it needs no hop to itself. */
  private static Optional<String> host(Pass pass, @Nullable Integer leaving) {
    return pass.observed().members().stream()
        .filter(Member::serves)
        .filter(member -> leaving == null || member.id() != leaving)
        .filter(member -> pass.observed().voters().contains(member.id()))
        .sorted((a, b) -> Boolean.compare(b.mode() == Mode.LEADER, a.mode() == Mode.LEADER))
        .findFirst()
        .flatMap(member -> pass.live().pod(member.id()))
        .map(pod -> pod.getStatus().getPodIP());
  }

  /**
   * Through the eviction API: it and a drain of a node count by the same budget, so both can't take
   * a member each. Only the very pod that was looked at goes.
   */
  private Step evict(Pod pod, Step step) {
    var metadata = pod.getMetadata();
    var eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withNewPreconditions()
                    .withUid(metadata.getUid())
                    .endPreconditions()
                    .build())
            .build();
    try {
      boolean gone = client.pods().resource(pod).evict(eviction);
      return gone ? step : budget(step);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case TOO_MANY_REQUESTS -> budget(step);
        case HTTP_NOT_FOUND, HTTP_CONFLICT -> new Wait("RollWaiting", step.message());
        default -> throw e;
      };
    }
  }

  private static Step budget(Step step) {
    return new Wait(
        "RollWaiting", step.message() + " when its PodDisruptionBudget lets it: another is away");
  }

  private Step release(Release step, Pass pass) {
    boolean released =
        pass.live().claims().stream()
            .filter(claim -> Names.id(claim.getMetadata().getName()) == step.id())
            .findFirst()
            .filter(claims::release)
            .isPresent();
    return released ? step : new Wait("Releasing", step.message() + " when nothing uses it");
  }
}
