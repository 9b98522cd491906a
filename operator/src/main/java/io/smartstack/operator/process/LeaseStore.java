// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.jspecify.annotations.Nullable;

/** Where the Lease is; every method may throw what the client throws. */
interface LeaseStore {

  /** What is there now. */
  @Nullable Lease read();

  /**
   * Creates it where it has no resource version; else replaces just that version.
   *
   * @return what is there then
   */
  Lease write(Lease lease);
}
