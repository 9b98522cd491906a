// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.admin.Answer;
import io.smartstack.sidecar.reload.ConfigWatch;

/** Nerve or Synapse as this process runs it. */
interface Part {

  /** {@code nerve} or {@code synapse}, for the log and the status. */
  String name();

  /** Begins to work on the configuration that was read at the start; returns at once. */
  void start();

  /** Ends in order; HAProxy goes on. */
  void stop();

  /** What takes its changed configuration in. */
  ConfigWatch<?> configWatch();

  /** Whether every service this machine provides has been registered at least once. */
  Answer ready();

  /** Whether HAProxy has been configured, from whatever source there is. */
  Answer started();

  /** What it knows, as a record for {@code /status}. */
  Object status();
}
