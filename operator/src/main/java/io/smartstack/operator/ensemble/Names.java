// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.Map;

/** What an ensemble's objects are called and labelled; none of it ever changes. */
final class Names {

  /** Label of everything that belongs to an ensemble: its name. */
  static final String ENSEMBLE = SmartStack.GROUP + "/ensemble";

  /** Who writes, for server-side apply. */
  static final String FIELD_MANAGER = "smartstack-operator";

  static final int CLIENT_PORT = 2181;
  static final int QUORUM_PORT = 2888;
  static final int ELECTION_PORT = 3888;

  private static final String APPLICATION = "app.kubernetes.io/name";

  private Names() {}

  static String pod(String ensemble, int id) {
    return ensemble + "-" + (id - 1);
  }

  static String membersService(String ensemble) {
    return ensemble + "-members";
  }

  static String clientService(String ensemble) {
    return ensemble + "-client";
  }

  static String configMap(String ensemble) {
    return ensemble + "-config";
  }

  static String secret(String ensemble) {
    return ensemble + "-super";
  }

  static String claim(String ensemble, int id) {
    return "data-" + pod(ensemble, id);
  }

  /** The number of a pod or claim that is called after its ordinal; 0 for another name. */
  static int id(String name) {
    String ordinal = name.substring(name.lastIndexOf('-') + 1);
    return ordinal.matches("\\d{1,4}") ? Integer.parseInt(ordinal) + 1 : 0;
  }

  /** Labels that select the members' pods. */
  static Map<String, String> selector(String ensemble) {
    return Map.of(APPLICATION, "zookeeper", ENSEMBLE, ensemble);
  }

  static Map<String, String> labels(String ensemble) {
    return Map.of(
        APPLICATION,
        "zookeeper",
        "app.kubernetes.io/instance",
        ensemble,
        "app.kubernetes.io/managed-by",
        "smartstack",
        ENSEMBLE,
        ensemble);
  }

  /** Of an object that is deleted with its ensemble. */
  static ObjectMeta metadata(ZooKeeperEnsemble ensemble, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(ensemble.getMetadata().getNamespace())
        .withName(name)
        .withLabels(labels(ensemble.getMetadata().getName()))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(ensemble.getApiVersion())
                .withKind(ensemble.getKind())
                .withName(ensemble.getMetadata().getName())
                .withUid(ensemble.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build())
        .build();
  }
}
