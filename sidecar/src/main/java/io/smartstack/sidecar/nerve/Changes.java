// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.NerveConfig;
import io.smartstack.sidecar.config.NerveServiceConfig;
import java.util.List;
import java.util.Objects;

/**
 * What a new configuration means for the services, by name.
 *
 * @param come services that were not there
 * @param change services that are configured otherwise, or published under another instance name
 * @param go services that are there no more
 * @param stay services that nothing touches
 */
record Changes(List<String> come, List<String> change, List<String> go, List<String> stay) {

  static Changes between(NerveConfig before, NerveConfig after) {
    boolean sameInstance = before.instanceId().equals(after.instanceId());
    return new Changes(
        after.services().keySet().stream().filter(n -> !before.services().containsKey(n)).toList(),
        after.services().keySet().stream()
            .filter(n -> before.services().containsKey(n))
            .filter(n -> !sameInstance || !same(before, after, n))
            .toList(),
        before.services().keySet().stream().filter(n -> !after.services().containsKey(n)).toList(),
        after.services().keySet().stream()
            .filter(n -> sameInstance && same(before, after, n))
            .toList());
  }

  private static boolean same(NerveConfig before, NerveConfig after, String name) {
    NerveServiceConfig old = before.services().get(name);
    return old != null && Objects.equals(old, after.services().get(name));
  }
}
