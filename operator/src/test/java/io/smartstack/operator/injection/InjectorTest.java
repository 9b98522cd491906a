// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.crd.v1.SmartStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class InjectorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SmartServices services =
      (namespace, name) -> Pods.services(namespace + ".service-a").apply(namespace + "." + name);
  private final SmartServices unknown =
      (namespace, name) -> {
        throw new SmartServicesUnknownException("nobody knows", new IOException("gone"));
      };

  private Injector open(SmartServices from) {
    return new Injector(from, Pods.DEFAULTS, false, metrics);
  }

  private Injector closed(SmartServices from) {
    return new Injector(from, Pods.DEFAULTS, true, metrics);
  }

  private static ObjectNode plain() {
    ObjectNode pod = (ObjectNode) JSON.valueToTree(Pods.plain());
    ((ObjectNode) pod.get("metadata")).remove("namespace");
    return pod;
  }

  private static JsonNode asked(Injector injector, JsonNode pod) throws IOException {
    return asked(injector, "CREATE", pod);
  }

  private static JsonNode asked(Injector injector, String operation, JsonNode pod)
      throws IOException {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    review
        .putObject("request")
        .put("uid", "7-7")
        .put("operation", operation)
        .put("namespace", "shop")
        .set("object", pod);
    JsonNode answer = JSON.readTree(injector.review(JSON.writeValueAsBytes(review)));
    assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(answer.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(answer.at("/response/uid").asText()).isEqualTo("7-7");
    return answer.path("response");
  }

  private static JsonNode patched(JsonNode pod, JsonNode response) throws IOException {
    byte[] patch = Base64.getDecoder().decode(response.path("patch").asText());
    return JsonPatch.apply(JSON.readTree(patch), pod);
  }

  private static String mark(JsonNode pod, String annotation) {
    return pod.path("metadata").path("annotations").path(annotation).asText();
  }

  @Test
  void aPodThatKnowsItsNamespaceOnlyFromTheRequestIsInjected() throws IOException {
    JsonNode response = asked(open(services), plain());
    JsonNode pod = patched(plain(), response);
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(pod.at("/spec/initContainers/1/name").asText()).isEqualTo("smartstack");
    assertThat(pod.at("/metadata").has("namespace")).isFalse();
    assertThat(metrics.counter("smartstack.injections", "outcome", "injected").count()).isOne();
  }

  @Test
  void fieldsThatThisVersionDoesntKnowStay() throws IOException {
    ObjectNode pod = plain();
    ((ObjectNode) pod.get("spec")).putObject("fromTheFuture").put("x", 1);
    assertThat(patched(pod, asked(open(services), pod)).at("/spec/fromTheFuture/x").asInt())
        .isOne();
  }

  @Test
  void aPodThatCantBeUnderstoodIsLetInWithAMark() throws IOException {
    ObjectNode pod = plain();
    ((ObjectNode) pod.get("spec")).put("containers", "none");
    JsonNode response = asked(open(services), pod);
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("warnings").path(0).asText()).startsWith("smartstack: no sidecar: ");
    assertThat(mark(patched(pod, response), SmartStack.INJECTION)).isEqualTo("skipped");
  }

  @Test
  void whenNobodyKnowsTheServiceThePodIsLetInWithAMark() throws IOException {
    JsonNode response = asked(open(unknown), plain());
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(mark(patched(plain(), response), SmartStack.INJECTION_REASON))
        .isEqualTo("nobody knows");
  }

  @Test
  void failClosedRefusesWhatShouldHaveASidecarAndCant() throws IOException {
    JsonNode response = asked(closed(unknown), plain());
    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.at("/status/message").asText())
        .isEqualTo("smartstack refuses a pod without sidecar: nobody knows");

    ObjectNode nobodys = plain();
    ((ObjectNode) nobodys.at("/metadata/labels")).put(SmartStack.SERVICE, "nobody");
    assertThat(asked(closed(services), nobodys).path("allowed").asBoolean(true)).isFalse();
  }

  @Test
  void failClosedLetsInWhoOptedOut() throws IOException {
    ObjectNode pod = plain();
    ((ObjectNode) pod.get("metadata")).putObject("annotations").put(SmartStack.INJECT, "false");
    JsonNode response = asked(closed(services), pod);
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(mark(patched(pod, response), SmartStack.INJECTION)).isEqualTo("skipped");
  }

  @Test
  void otherQuestionsAreAnsweredWithYes() throws IOException {
    JsonNode response = asked(open(services), "UPDATE", plain());
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
  }

  @Test
  void aPodOnTheHostsNetworkIsToldWhatItNeeds() throws IOException {
    var pod = Pods.like().editSpec().withHostNetwork(true).endSpec().build();
    assertThat(asked(open(services), JSON.valueToTree(pod)).path("warnings").path(0).asText())
        .contains("ClusterFirstWithHostNet");
  }

  @Test
  void whatIsNoReviewIsRefused() {
    byte[] words = "hello".getBytes(StandardCharsets.UTF_8);
    byte[] object = Serialization.asJson(Pods.plain()).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> open(services).review(words)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> open(services).review(object))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("request.uid");
  }
}
