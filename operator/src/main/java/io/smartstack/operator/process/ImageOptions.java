// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the operator puts into pods where nobody says otherwise. */
final class ImageOptions {

  @Option(
      names = "--sidecar-image",
      paramLabel = "IMAGE",
      defaultValue = "${env:SMARTSTACK_SIDECAR_IMAGE}",
      description = "Nerve, Synapse and HAProxy. Default: smartstack/sidecar:<this version>.")
  private @Nullable String sidecar;

  @Option(
      names = "--zookeeper-image",
      paramLabel = "IMAGE",
      defaultValue = "${env:SMARTSTACK_ZOOKEEPER_IMAGE:-smartstack/zookeeper}",
      description =
          "ZooKeeper without a tag: an ensemble's version is the tag. Default: smartstack/zookeeper.")
  String zookeeper = "";

  @Option(
      names = "--image-pull-policy",
      paramLabel = "Always|IfNotPresent|Never",
      defaultValue = "${env:SMARTSTACK_IMAGE_PULL_POLICY:-IfNotPresent}",
      description = "Of the sidecar's image. Default: IfNotPresent.")
  private PullPolicy pullPolicy = PullPolicy.IfNotPresent;

  @Option(
      names = "--sidecar-resources",
      paramLabel = "JSON",
      converter = Resources.class,
      description =
          "Of the container smartstack where a SmartService doesn't say, as in a container's"
              + " resources. Default: 20m CPU and 96Mi requested, 192Mi at most.")
  @Nullable ResourceRequirements sidecarResources;

  @Option(
      names = "--haproxy-resources",
      paramLabel = "JSON",
      converter = Resources.class,
      description = "The same of the container haproxy. Default: 20m CPU and 32Mi requested.")
  @Nullable ResourceRequirements haproxyResources;

  /** As they are written in a manifest; a word that isn't theirs is refused. */
  static final class Resources implements ITypeConverter<ResourceRequirements> {

    @Override
    public ResourceRequirements convert(String json) {
      try {
        var read = Serialization.unmarshal(json, ResourceRequirements.class);
        if (read != null && read.getAdditionalProperties().isEmpty()) {
          return read;
        }
      } catch (IllegalArgumentException | KubernetesClientException e) {
        throw new TypeConversionException("expected a container's resources: " + e.getMessage());
      }
      throw new TypeConversionException("expected a container's resources, got " + json);
    }
  }

  /** Kubernetes' own words. */
  enum PullPolicy {
    Always,
    IfNotPresent,
    Never
  }

  String pullPolicy() {
    return pullPolicy.name();
  }

  String sidecar() {
    return sidecar == null || sidecar.isBlank()
        ? "smartstack/sidecar:" + Version.current()
        : sidecar;
  }
}
