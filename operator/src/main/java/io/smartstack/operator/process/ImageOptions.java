// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The images that the operator puts into pods. */
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
