// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.smartstack.crd.v1.SmartService;
import java.util.Objects;

/** A SmartService's full name. */
public record ServiceName(String namespace, String name) {

  /** The name of a SmartService. */
  public static ServiceName of(HasMetadata service) {
    return new ServiceName(service.getMetadata().getNamespace(), service.getMetadata().getName());
  }

  /** The name as a synapse.conf.json of that namespace has it; the opposite of {@link #key}. */
  public static ServiceName ofKey(String key, String namespace) {
    int dot = key.indexOf('.');
    return dot < 0
        ? new ServiceName(namespace, key)
        : new ServiceName(key.substring(dot + 1), key.substring(0, dot));
  }

  /** The service's key in the synapse.conf.json of a pod: short within its own namespace. */
  public String key(String callersNamespace) {
    return namespace.equals(callersNamespace) ? name : name + "." + namespace;
  }

  /** Parent znode of a service's registrations: what it says, or the default for its name. */
  public static String zkPath(SmartService service) {
    return Objects.requireNonNullElseGet(
        service.getSpec().zkPath(),
        () ->
            "/nerve/services/%s.%s/services"
                .formatted(service.getMetadata().getName(), service.getMetadata().getNamespace()));
  }
}
