// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponseBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The answers that the API server understands; a warning has at most 256 characters there. */
final class Answers {

  private static final int WARNING = 240;
  private static final int FORBIDDEN = 403;

  private final boolean failClosed;

  Answers(boolean failClosed) {
    this.failClosed = failClosed;
  }

  AdmissionResponse allowed() {
    return new AdmissionResponseBuilder().withAllowed(true).build();
  }

  AdmissionResponse patched(JsonNode patch) {
    return patched(patch, List.of());
  }

  AdmissionResponse patched(JsonNode patch, List<String> warnings) {
    var response = new AdmissionResponseBuilder().withAllowed(true);
    if (!warnings.isEmpty()) {
      response.withWarnings(warnings);
    }
    if (!patch.isEmpty()) {
      byte[] bytes = patch.toString().getBytes(StandardCharsets.UTF_8);
      response.withPatchType("JSONPatch").withPatch(Base64.getEncoder().encodeToString(bytes));
    }
    return response.build();
  }

  /** A pod that should have sidecars and has none: let in with a mark, or refused. */
  AdmissionResponse without(JsonNode mark, String reason) {
    return failClosed
        ? new AdmissionResponseBuilder()
            .withAllowed(false)
            .withStatus(
                new StatusBuilder()
                    .withCode(FORBIDDEN)
                    .withReason("Forbidden")
                    .withMessage("smartstack refuses a pod without sidecar: " + reason)
                    .build())
            .build()
        : patched(mark, List.of(shortened("smartstack: no sidecar: " + reason)));
  }

  private static String shortened(String words) {
    return words.length() <= WARNING ? words : words.substring(0, WARNING) + "…";
  }
}
