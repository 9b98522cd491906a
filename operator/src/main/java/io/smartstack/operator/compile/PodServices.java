// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.smartstack.crd.v1.SmartStack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The SmartServices that a pod belongs to, the label's first.
 *
 * @param names at least one, none twice
 */
public record PodServices(List<String> names) {

  public PodServices {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a pod's services are at least one");
    }
  }

  /** Of a pod's, or a pod template's, metadata; no names when the label is missing. */
  public static List<String> namesOf(ObjectMeta metadata) {
    String first = orEmpty(metadata.getLabels()).get(SmartStack.SERVICE);
    if (first == null || first.isBlank()) {
      return List.of();
    }
    String further = orEmpty(metadata.getAnnotations()).getOrDefault(SmartStack.SERVICES, "");
    return Stream.concat(Stream.of(first), Arrays.stream(further.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** The service that the pod's label names. */
  public String first() {
    return names.getFirst();
  }

  /**
   * Name of the ConfigMap that holds the pod's files; the order of further services is no matter.
   */
  public String configMap() {
    return names.size() == 1 ? "smartstack-" + first() : "smartstack-" + first() + "-" + digest();
  }

  private String digest() {
    String all = String.join(",", names.stream().sorted().toList());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, String> orEmpty(Map<String, String> given) {
    return Objects.requireNonNullElse(given, Map.of());
  }
}
