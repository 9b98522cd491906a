// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** The words that custom resources, pods and files are marked with. */
public final class SmartStack {

  /** API group of the custom resources, and prefix of every label and annotation. */
  public static final String GROUP = "smartstack.io";

  /** Pod label: the SmartService of the pod's namespace that the pod belongs to. */
  public static final String SERVICE = GROUP + "/service";

  /** Pod annotation: comma-separated SmartServices of a pod that belongs to several. */
  public static final String SERVICES = GROUP + "/services";

  /** Pod annotation: {@code "false"} keeps the sidecar out. */
  public static final String INJECT = GROUP + "/inject";

  /** Pod annotation, written by the webhook: {@code injected} or {@code skipped}. */
  public static final String INJECTION = GROUP + "/injection";

  /** Pod annotation, written by the webhook: why it was skipped. */
  public static final String INJECTION_REASON = GROUP + "/injection-reason";

  /** Pod annotation, written by the webhook: version of the sidecar. */
  public static final String SIDECAR_VERSION = GROUP + "/sidecar-version";

  /** Pod annotation, written by the webhook: {@code protected} or {@code unprotected}. */
  public static final String DRAIN = GROUP + "/drain";

  /** Pod annotation, written by the webhook: why the pod is not drain-protected. */
  public static final String DRAIN_REASON = GROUP + "/drain-reason";

  /** Fingerprint of the files: annotation of the ConfigMap, and of pods to make them look. */
  public static final String CONFIG = GROUP + "/config";

  /** Annotation of a custom resource: {@code "true"} pauses its reconciliation. */
  public static final String PAUSED = GROUP + "/paused";

  private SmartStack() {}

  /** Whether a person paused the reconciliation of a custom resource. */
  public static boolean isPaused(HasMetadata resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(PAUSED));
  }
}
