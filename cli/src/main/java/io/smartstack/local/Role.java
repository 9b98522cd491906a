// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.util.Locale;

/** What a process of a machine does; one process per role. */
public enum Role {
  /** A ZooKeeper server. */
  ZOOKEEPER,
  /** The machine's own service. */
  SERVICE,
  /** Nerve. */
  NERVE,
  /** Synapse, with HAProxy under it. */
  SYNAPSE,
  /** Nerve and Synapse in one process. */
  SIDECAR;

  /** As it is written on screen and in file names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
