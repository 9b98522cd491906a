// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import org.jspecify.annotations.Nullable;

/**
 * What a member said when it was asked.
 *
 * @param membership who votes, as far as it knows; null when it doesn't serve
 */
record Answer(Mode mode, @Nullable Membership membership) {

  static final Answer SILENT = new Answer(Mode.SILENT, null);
  static final Answer WAITING = new Answer(Mode.WAITING, null);
}
