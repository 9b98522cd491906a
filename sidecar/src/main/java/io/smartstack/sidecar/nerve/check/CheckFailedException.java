// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.IOException;

/** A check failed for a reason that is already in a person's words. */
final class CheckFailedException extends IOException {

  CheckFailedException(String reason) {
    super(reason);
  }
}
