// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** The frame of a question and its answer: {@code AdmissionReview} of admission.k8s.io/v1. */
final class Review {

  private Review() {}

  /**
   * Answers the request in the body with its uid.
   *
   * @throws JsonProcessingException when the body isn't JSON
   * @throws IllegalArgumentException when it is no review
   */
  static byte[] of(ObjectMapper mapper, byte[] body, Function<JsonNode, AdmissionResponse> answer)
      throws JsonProcessingException {
    JsonNode request = read(mapper, body).path("request");
    String uid = request.path("uid").asText("");
    if (uid.isEmpty()) {
      throw new IllegalArgumentException("no AdmissionReview: there is no request.uid");
    }
    AdmissionResponse response = answer.apply(request);
    response.setUid(uid);
    return mapper.writeValueAsBytes(new AdmissionReviewBuilder().withResponse(response).build());
  }

  private static JsonNode read(ObjectMapper mapper, byte[] body) throws JsonProcessingException {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can't fail to be read", e);
    }
  }
}
