// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the API server's questions about new pods; whatever a pod is, there is an answer. */
public final class Injector {

  private static final Logger log = LoggerFactory.getLogger(Injector.class);

  private final ObjectMapper mapper = new ObjectMapper();
  private final SmartServices services;
  private final PodMutation mutation;
  private final PodPatch patch;
  private final Answers answers;
  private final MeterRegistry metrics;

  /**
   * Answers from now on.
   *
   * @param services where SmartServices are found
   * @param defaults of the sidecars
   * @param failClosed whether a pod that should get sidecars and can't is refused
   * @param metrics counts {@code smartstack.injections} by outcome
   */
  public Injector(
      SmartServices services, SidecarDefaults defaults, boolean failClosed, MeterRegistry metrics) {
    // Teaches the mapper how Kubernetes writes quantities, times and numbers-or-words.
    var _ = new KubernetesSerialization(mapper, false);
    this.services = services;
    this.mutation = new PodMutation(defaults);
    this.patch = new PodPatch(mapper);
    this.answers = new Answers(failClosed);
    this.metrics = metrics;
  }

  /**
   * Answers one review.
   *
   * @param body an {@code AdmissionReview} of {@code admission.k8s.io/v1}, as it came
   * @return the review to send back, with the request's uid
   * @throws JsonProcessingException when it isn't JSON
   * @throws IllegalArgumentException when it is no review
   */
  byte[] review(byte[] body) throws JsonProcessingException {
    return Review.of(mapper, body, this::answer);
  }

  private AdmissionResponse answer(JsonNode request) {
    if (ReachedQuestion.isIt(request)) {
      return answers.patched(
          patch.between(request.path("object"), ReachedQuestion.answered(request)));
    }
    JsonNode raw = request.path("object");
    if (!"CREATE".equals(request.path("operation").asText()) || !raw.isObject()) {
      return counted("untouched", answers.allowed());
    }
    String namespace = request.path("namespace").asText("");
    try {
      Pod pod = mapper.treeToValue(raw, Pod.class);
      pod.getMetadata().setNamespace(namespace);
      return answer(pod, mapper.treeToValue(raw, Pod.class), raw);
    } catch (JsonProcessingException | RuntimeException e) {
      return failed(raw, namespace, e);
    }
  }

  /** The pod with its namespace is decided on; the pod as it came is what is changed. */
  private AdmissionResponse answer(Pod placed, Pod pod, JsonNode raw) {
    String namespace = placed.getMetadata().getNamespace();
    return switch (Decisions.of(placed, name -> services.find(namespace, name))) {
      case InjectionDecision.Inject inject ->
          counted(
              "injected",
              answers.patched(patch.between(pod, mutation.inject(pod, inject)), Advice.about(pod)));
      case InjectionDecision.AlreadyInjected() ->
          counted("already", answers.patched(patch.between(pod, mutation.again(pod))));
      case InjectionDecision.OptedOut(String reason) ->
          counted("opted-out", answers.patched(patch.skipped(raw, reason)));
      case InjectionDecision.LetBe() -> counted("untouched", answers.allowed());
      case InjectionDecision.Skip(String reason) -> {
        log.atInfo()
            .addKeyValue("namespace", namespace)
            .addKeyValue("pod", nameOf(raw))
            .addKeyValue("reason", reason)
            .log("A pod gets no sidecar");
        yield counted("skipped", answers.without(patch.skipped(raw, reason), reason));
      }
    };
  }

  private AdmissionResponse failed(JsonNode raw, String namespace, Exception failure) {
    boolean ours = !(failure instanceof SmartServicesUnknownException) && !isJson(failure);
    String reason =
        switch (failure) {
          case SmartServicesUnknownException e -> String.valueOf(e.getMessage());
          case JsonProcessingException e ->
              "the pod could not be understood: " + e.getOriginalMessage();
          default -> "the webhook could not handle the pod: " + failure;
        };
    log.atWarn()
        .addKeyValue("namespace", namespace)
        .addKeyValue("pod", nameOf(raw))
        .addKeyValue("reason", reason)
        .setCause(ours ? failure : null)
        .log("A pod gets no sidecar");
    return counted("failed", answers.without(patch.skipped(raw, reason), reason));
  }

  private static boolean isJson(Exception failure) {
    return failure instanceof JsonProcessingException;
  }

  private static String nameOf(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    return metadata.path("name").asText(metadata.path("generateName").asText("?"));
  }

  private AdmissionResponse counted(String outcome, AdmissionResponse response) {
    metrics.counter("smartstack.injections", "outcome", outcome).increment();
    return response;
  }
}
