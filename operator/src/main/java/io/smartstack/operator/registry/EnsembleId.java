// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.smartstack.crd.v1.EnsembleReference;
import java.util.List;
import java.util.Objects;

/** Which ensemble a SmartService means, whoever refers to it in whichever words. */
public sealed interface EnsembleId {

  /** A ZooKeeperEnsemble of this cluster. */
  record Named(String namespace, String name) implements EnsembleId {
    @Override
    public String toString() {
      return "ZooKeeperEnsemble " + name + " in namespace " + namespace;
    }
  }

  /**
   * An ensemble elsewhere.
   *
   * @param hosts {@code host:port}; their order is no matter
   */
  record Elsewhere(List<String> hosts) implements EnsembleId {
    public Elsewhere {
      hosts = hosts.stream().distinct().sorted().toList();
    }

    @Override
    public String toString() {
      return "ensemble at " + String.join(",", hosts);
    }
  }

  /**
   * The ensemble that a SmartService refers to.
   *
   * @param namespace the SmartService's
   * @throws IllegalArgumentException when it names neither an ensemble nor hosts, which the API
   *     server refuses
   */
  static EnsembleId of(EnsembleReference reference, String namespace) {
    List<String> hosts = reference.hosts();
    if (hosts != null) {
      return new Elsewhere(hosts);
    }
    String name = reference.name();
    if (name == null) {
      throw new IllegalArgumentException("the ensemble has neither name nor hosts");
    }
    return new Named(Objects.requireNonNullElse(reference.namespace(), namespace), name);
  }
}
