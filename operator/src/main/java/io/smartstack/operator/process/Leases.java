// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a Lease says, and the Lease that says something else. */
final class Leases {

  private Leases() {}

  static Lease first(String namespace, String name, String holder, LeaderTerms terms, Instant now) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds((int) terms.lease().toSeconds())
        .withAcquireTime(time(now))
        .withRenewTime(time(now))
        .withLeaseTransitions(0)
        .endSpec()
        .build();
  }

  static Lease taken(Lease from, String holder, LeaderTerms terms, Instant now) {
    Integer before = from.getSpec() == null ? null : from.getSpec().getLeaseTransitions();
    int changes = Objects.requireNonNullElse(before, 0);
    return new LeaseBuilder(from)
        .editOrNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds((int) terms.lease().toSeconds())
        .withAcquireTime(time(now))
        .withRenewTime(time(now))
        .withLeaseTransitions(changes + 1)
        .endSpec()
        .build();
  }

  static Lease renewed(Lease held, Instant now) {
    return new LeaseBuilder(held).editSpec().withRenewTime(time(now)).endSpec().build();
  }

  static Lease released(Lease held, Instant now) {
    return new LeaseBuilder(held)
        .editSpec()
        .withHolderIdentity("")
        .withLeaseDurationSeconds(1)
        .withRenewTime(time(now))
        .endSpec()
        .build();
  }

  /** Empty when nobody holds it. */
  static String holder(@Nullable Lease lease) {
    return lease == null || lease.getSpec() == null
        ? ""
        : Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  /** How long its holder asked others to wait, or {@code otherwise}. */
  static Duration duration(Lease lease, Duration otherwise) {
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    return seconds == null ? otherwise : Duration.ofSeconds(seconds);
  }

  private static ZonedDateTime time(Instant now) {
    return now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
  }
}
