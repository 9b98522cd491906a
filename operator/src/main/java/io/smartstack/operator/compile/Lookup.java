// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.smartstack.crd.v1.SmartService;
import java.util.Optional;

/** Where the SmartServices are that others use. */
@FunctionalInterface
public interface Lookup {

  /** The service of that name, empty when there is none. */
  Optional<SmartService> find(ServiceName name);
}
