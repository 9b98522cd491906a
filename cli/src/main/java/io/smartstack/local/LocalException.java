// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.util.List;

/** Something on this machine is not as it must be; the message says what and what helps. */
public final class LocalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public LocalException(String message) {
    super(message);
  }

  /** With every problem found, one per line. */
  LocalException(String heading, List<String> problems) {
    super(heading + "\n  " + String.join("\n  ", problems));
  }
}
