// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.List;

/** What HAProxy takes of what is wanted. */
sealed interface Vetted {

  /**
   * It takes this.
   *
   * @param rendered the configuration it took
   * @param services what that was made from
   * @param omissions what had to be left out
   */
  record Taken(Rendered rendered, List<ProxiedService> services, Omissions omissions)
      implements Vetted {}

  /**
   * It takes none of it.
   *
   * @param words HAProxy's own
   */
  record Refused(String words) implements Vetted {}
}
