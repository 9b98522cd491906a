// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.smartstack.crd.v1.SmartService;
import java.util.Optional;

/** Where the webhook finds the SmartService that a pod's label names. */
public interface SmartServices {

  /**
   * Looks one up, and answers within two seconds or so: a pod is waiting.
   *
   * @return empty when it surely doesn't exist
   * @throws SmartServicesUnknownException when nobody can tell
   */
  Optional<SmartService> find(String namespace, String name);
}
