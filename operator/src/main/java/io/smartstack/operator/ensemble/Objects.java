// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.crd.v1.SmartStack;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes objects by server-side apply, and only those that aren't yet as they are wanted. */
final class Objects {

  /** Annotation: fingerprint of what was asked for, by which a field that is gone is noticed. */
  static final String APPLIED = SmartStack.GROUP + "/applied";

  private static final Logger LOG = LoggerFactory.getLogger(Objects.class);

  private final KubernetesClient client;

  Objects(KubernetesClient client) {
    this.client = client;
  }

  /** As below, with the object as it is now. */
  <T extends HasMetadata> T apply(T wanted) {
    return apply(wanted, client.resource(wanted).get());
  }

  /**
   * Makes an object what is wanted.
   *
   * @param live what is there, read from the API server in this reconciliation; null for nothing
   * @return what is there then
   * @throws NameTakenException when it is somebody else's
   */
  <T extends HasMetadata> T apply(T wanted, @Nullable T live) {
    mark(wanted);
    if (live != null) {
      requireOwned(wanted.getMetadata().getOwnerReferences().getFirst().getUid(), live);
      if (Drift.none(Fingerprint.tree(wanted), Fingerprint.tree(live))) {
        return live;
      }
    }
    LOG.atInfo()
        .addKeyValue("kind", wanted.getKind())
        .addKeyValue("namespace", wanted.getMetadata().getNamespace())
        .addKeyValue("name", wanted.getMetadata().getName())
        .log(live == null ? "Making an object" : "Changing an object");
    return client
        .resource(wanted)
        .fieldManager(Names.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  private static void mark(HasMetadata wanted) {
    var metadata = wanted.getMetadata();
    var annotations =
        new HashMap<>(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
    annotations.remove(APPLIED);
    metadata.setAnnotations(annotations);
    annotations.put(APPLIED, Fingerprint.of(Fingerprint.json(wanted)));
  }

  /**
   * Throws {@link NameTakenException} when the object doesn't belong to the owner with this uid.
   */
  static void requireOwned(String owner, HasMetadata live) {
    if (live.getMetadata().getOwnerReferences().stream()
        .noneMatch(reference -> reference.getUid().equals(owner))) {
      throw new NameTakenException(live.getKind(), live.getMetadata().getName());
    }
  }
}
