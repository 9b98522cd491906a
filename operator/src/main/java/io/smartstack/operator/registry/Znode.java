// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import java.time.Instant;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** One znode's content; never changes. */
final class Znode {

  private final byte[] data;
  private final Stat stat;

  Znode(byte @Nullable [] data, Stat stat) {
    this.data = data == null ? new byte[0] : data.clone();
    this.stat = stat;
  }

  byte[] data() {
    return data.clone();
  }

  /** The transaction that made it. */
  long czxid() {
    return stat.getCzxid();
  }

  /** When it was made, by the servers' clock. */
  Instant created() {
    return Instant.ofEpochMilli(stat.getCtime());
  }

  /** The transaction that wrote it last; another znode of the same path has another. */
  long mzxid() {
    return stat.getMzxid();
  }
}
