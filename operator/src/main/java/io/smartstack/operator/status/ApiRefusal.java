// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;

/** A write that no repetition helps before somebody mends something: a quota, a policy, a value. */
public final class ApiRefusal {

  private static final int UNPROCESSABLE = 422;
  private static final Set<Integer> REFUSALS =
      Set.of(HTTP_BAD_REQUEST, HTTP_FORBIDDEN, UNPROCESSABLE);

  private ApiRefusal() {}

  /** What the API server said; empty when it was no refusal but an outage or a conflict. */
  public static Optional<String> of(KubernetesClientException failure) {
    if (!REFUSALS.contains(failure.getCode())) {
      return Optional.empty();
    }
    String said =
        failure.getStatus() == null ? failure.getMessage() : failure.getStatus().getMessage();
    return Optional.of(said == null ? "status " + failure.getCode() : said);
  }
}
