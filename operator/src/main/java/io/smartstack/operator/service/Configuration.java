// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.Files;
import io.smartstack.operator.compile.PodServices;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ConfigMap that pods mount. */
final class Configuration {

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String OPERATOR = "smartstack-operator";

  /** Selects these ConfigMaps and no others of the operator's. */
  static final String SELECTOR = MANAGED_BY + "=" + OPERATOR + "," + SmartStack.SERVICE;

  private Configuration() {}

  /** Whether it is one of a combination of services, of which this is the first. */
  static boolean ofSeveral(String first, ConfigMap map) {
    return map.getMetadata().getName().matches("smartstack-" + first + "-[0-9a-f]{8}");
  }

  /** What it should be; it goes when the last of its owners has gone. */
  static ConfigMap desired(PodServices set, List<SmartService> owners, Files files) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(owners.getFirst().getMetadata().getNamespace())
        .withName(set.configMap())
        .addToLabels(MANAGED_BY, OPERATOR)
        .addToLabels(SmartStack.SERVICE, set.first())
        .addToAnnotations(SmartStack.CONFIG, files.fingerprint())
        .withOwnerReferences(owners.stream().map(Configuration::owner).toList())
        .endMetadata()
        .addToData(Files.NERVE, files.nerve())
        .addToData(Files.SYNAPSE, files.synapse())
        .build();
  }

  private static OwnerReference owner(SmartService service) {
    return new OwnerReferenceBuilder()
        .withApiVersion(HasMetadata.getApiVersion(SmartService.class))
        .withKind(HasMetadata.getKind(SmartService.class))
        .withName(service.getMetadata().getName())
        .withUid(service.getMetadata().getUid())
        .build();
  }

  /**
   * Whether it is the operator's, also when somebody took a mark of it away. What somebody else
   * made under such a name is neither overwritten nor given an owner with whom it would be deleted.
   */
  static boolean ours(ConfigMap map) {
    var metadata = map.getMetadata();
    return OPERATOR.equals(orEmpty(metadata.getLabels()).get(MANAGED_BY))
        || orEmpty(metadata.getAnnotations()).containsKey(SmartStack.CONFIG)
        || metadata.getOwnerReferences().stream()
            .anyMatch(it -> it.getKind().equals(HasMetadata.getKind(SmartService.class)));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  /** Whether writing the desired one would change nothing. */
  static boolean same(ConfigMap now, ConfigMap desired) {
    return Objects.equals(now.getData(), desired.getData())
        && has(now.getMetadata().getLabels(), desired.getMetadata().getLabels())
        && has(now.getMetadata().getAnnotations(), desired.getMetadata().getAnnotations())
        && owners(now).equals(owners(desired));
  }

  private static boolean has(@Nullable Map<String, String> all, Map<String, String> some) {
    return all != null && all.entrySet().containsAll(some.entrySet());
  }

  private static Set<String> owners(ConfigMap map) {
    return map.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .collect(Collectors.toSet());
  }

  /** The files that it holds; null when there is none, or one is missing in it. */
  static @Nullable Files files(@Nullable ConfigMap map) {
    if (map == null || map.getData() == null) {
      return null;
    }
    String nerve = map.getData().get(Files.NERVE);
    String synapse = map.getData().get(Files.SYNAPSE);
    return nerve == null || synapse == null ? null : new Files(nerve, synapse);
  }
}
