// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something is no longer as it was. */
sealed interface Change {

  /** Backends, or the connection, of these SmartServices. */
  record Services(Set<ResourceID> services) implements Change {}

  /** What a sidecar says of itself; null where there was, or is, nothing. */
  record Report(@Nullable SidecarReport before, @Nullable SidecarReport after) implements Change {}
}
