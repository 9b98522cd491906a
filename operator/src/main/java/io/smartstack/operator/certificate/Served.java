// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one replica serves, and whether the API server trusts it. */
final class Served {

  /** A bundle that somebody reset is back within a second: no reason to call nobody for longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LiveKey key;
  private @Nullable Instant lastTrusted;

  Served(LiveKey key) {
    this.key = key;
  }

  /** Takes what the Secret offers, unless that isn't trusted yet and what is served still is. */
  synchronized void offer(KeyedCertificate offered, Trust trust, Instant now) {
    KeyedCertificate current = key.current();
    if (offered.equals(current)) {
      return;
    }
    boolean wait =
        current != null
            && !current.expired(now)
            && trust.covers(current.certificate())
            && !trust.covers(offered.certificate());
    if (!wait) {
      key.serve(offered);
    }
  }

  /** Why it isn't trusted; empty when it is, or was a moment ago. */
  synchronized Optional<String> notTrusted(Trust trust, Instant now) {
    KeyedCertificate current = key.current();
    if (current == null) {
      return Optional.of("there is no webhook certificate yet");
    }
    if (current.expired(now)) {
      return Optional.of("the webhook certificate ended at " + current.end());
    }
    if (trust.covers(current.certificate())) {
      lastTrusted = now;
      return Optional.empty();
    }
    return lastTrusted != null && now.isBefore(lastTrusted.plus(PATIENCE))
        ? Optional.empty()
        : Optional.of("the webhook configuration's caBundle doesn't cover the certificate");
  }
}
