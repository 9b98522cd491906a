// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.smartstack.crd.v1.Advertise;
import io.smartstack.crd.v1.SidecarSpec;
import io.smartstack.operator.compile.PodServices;
import org.jspecify.annotations.Nullable;

/** What becomes of a pod that the API server asks about. */
sealed interface InjectionDecision {

  /**
   * It gets its sidecars.
   *
   * @param services the pod's services
   * @param sidecar what the first of them says of the containers, null for nothing
   * @param advertise whose address is registered
   */
  record Inject(PodServices services, @Nullable SidecarSpec sidecar, Advertise advertise)
      implements InjectionDecision {}

  /** It has them; somebody may have put containers in front of them or beside them since. */
  record AlreadyInjected() implements InjectionDecision {}

  /** It was asked to stay without, or can't have any: a mark says why. */
  record OptedOut(String reason) implements InjectionDecision {}

  /** It should have them and can't: a mark says why. */
  record Skip(String reason) implements InjectionDecision {}

  /** It is none of ours and isn't touched at all. */
  record LetBe() implements InjectionDecision {}
}
