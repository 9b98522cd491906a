// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Lets a client write while its process leads, and read always; retries are asked again. */
final class WriteGate implements Interceptor {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final BooleanSupplier leads;

  WriteGate(BooleanSupplier leads) {
    this.leads = leads;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!READS.contains(request.method()) && !leads.getAsBoolean()) {
      throw new KubernetesClientException(
          "not sent, because this replica doesn't lead: %s %s"
              .formatted(request.method(), request.uri().getPath()));
    }
  }
}
