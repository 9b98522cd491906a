// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

/** Names that the pod, its containers and the drain must agree on. */
final class Words {

  static final String HAPROXY = "haproxy";
  static final String SMARTSTACK = "smartstack";

  static final String RUN_VOLUME = "smartstack-run";
  static final String RUN = "/run/smartstack";
  static final String CONFIG_VOLUME = "smartstack-config";
  static final String CONFIG = "/etc/smartstack";

  static final int PORT = 3210;
  static final long USER = 3213;

  static final String BIN = "/opt/smartstack/bin/";
  static final String DRAIN_FILE = RUN + "/drain";

  static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
  static final String MIRROR = "kubernetes.io/config.mirror";

  /** Without it the cluster autoscaler keeps a node because of our emptyDir. */
  static final String EVICTABLE = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

  private Words() {}
}
