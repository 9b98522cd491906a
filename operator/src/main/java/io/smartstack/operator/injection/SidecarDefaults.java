// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The two containers where a SmartService doesn't say otherwise.
 *
 * @param image of both
 * @param pullPolicy of the image; null leaves it to Kubernetes
 * @param version written on each pod that gets them
 * @param resources of the container {@code smartstack}
 * @param haproxyResources of the container {@code haproxy}
 * @param javaOptions for the JVM of {@code smartstack}; null for none
 */
public record SidecarDefaults(
    String image,
    @Nullable String pullPolicy,
    String version,
    ResourceRequirements resources,
    ResourceRequirements haproxyResources,
    @Nullable String javaOptions) {

  /** The project's own resources, no Java options, and Kubernetes' own pull policy. */
  public static SidecarDefaults of(String image, String version) {
    return new SidecarDefaults(
        image,
        null,
        version,
        new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("20m"))
            .addToRequests("memory", new Quantity("96Mi"))
            .addToLimits("memory", new Quantity("192Mi"))
            .build(),
        new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("20m"))
            .addToRequests("memory", new Quantity("32Mi"))
            .build(),
        null);
  }
}
