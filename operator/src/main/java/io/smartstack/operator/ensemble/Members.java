// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import org.jspecify.annotations.Nullable;

/** The way to an ensemble's members. */
interface Members {

  /** Asks a member what it is; within two seconds, and {@code SILENT} is an answer as well. */
  Answer ask(String host);

  /**
   * Changes who votes, if that is still what it was when it was read.
   *
   * @param host a member that serves and stays
   * @param credentials {@code super:<password>}
   * @param joining the line of a server that gets a vote, or null
   * @param leaving the number of one that loses it, or null
   * @param version of the membership that the change was decided on
   * @throws ReconfigurationException when the members refuse, or nobody answers within 15 seconds;
   *     it may have happened nevertheless, so look again
   */
  void reconfigure(
      String host,
      String credentials,
      @Nullable String joining,
      @Nullable Integer leaving,
      long version);
}
