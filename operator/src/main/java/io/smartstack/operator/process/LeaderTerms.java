// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.time.Duration;

/**
 * The times of leader election.
 *
 * @param lease how long others leave the Lease to a holder that renews it no more
 * @param deadline how long after its last renewal a holder still writes; shorter than {@code
 *     lease}, and what lies between is for requests on their way and for clocks that don't run
 *     alike
 * @param retry between two looks at the Lease
 */
record LeaderTerms(Duration lease, Duration deadline, Duration retry) {

  LeaderTerms {
    if (retry.compareTo(deadline) >= 0
        || deadline.compareTo(lease) >= 0
        || retry.isNegative()
        || retry.isZero()) {
      throw new IllegalArgumentException(
          "expected retry period < renew deadline < lease duration, got %s, %s, %s"
              .formatted(retry, deadline, lease));
    }
    if (lease.toSeconds() < 1) {
      throw new IllegalArgumentException("a lease lasts a second at least, got " + lease);
    }
  }
}
