// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.time.Instant;
import java.util.List;

/** Writes the configuration of HAProxy as Synapse does. */
final class HaproxyText {

  private final HaproxyConfig top;
  private final Additions additions;

  HaproxyText(HaproxyConfig top, Additions additions) {
    this.top = top;
    this.additions = additions;
  }

  /**
   * The whole configuration.
   *
   * @param services all of them, disabled ones included; order as configured
   * @param allocation of the configuration before this one, or {@link WrittenText#allocation} of
   *     the file on disk
   * @param now for the first line and for how long ids of servers that are gone are kept
   */
  Rendered render(List<ProxiedService> services, Allocation allocation, Instant now) {
    String text = top.global() + " " + additions + services + now;
    return new Rendered(text, text, List.of(), allocation, List.of());
  }
}
