// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServedTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  private final Rotation rotation =
      new Rotation(CertificateSettings.of("smartstack", "cluster.local"));
  private final Keyring old = rotation.fresh(Set.of(), NOW);
  private final Keyring anew = rotation.fresh(Set.of(), NOW);
  private final LiveKey key = new LiveKey();
  private final Served served = new Served(key);

  private static Trust trust(Keyring keyring) {
    return new Trust.Authorities(Set.copyOf(keyring.bundle()), true);
  }

  @Test
  void theFirstCertificateIsServedWhoeverTrustsIt() {
    assertThat(served.notTrusted(trust(old), NOW)).hasValue("there is no webhook certificate yet");
    served.offer(old.serving(), trust(anew), NOW);
    assertThat(key.current()).isEqualTo(old.serving());
    assertThat(served.notTrusted(trust(anew), NOW)).isPresent();
    assertThat(served.notTrusted(trust(old), NOW)).isEmpty();
  }

  @Test
  void aTrustedCertificateIsNotGivenUpForOneThatIsnt() {
    served.offer(old.serving(), trust(old), NOW);
    served.offer(anew.serving(), trust(old), NOW);
    assertThat(key.current()).isEqualTo(old.serving());
    served.offer(anew.serving(), trust(anew), NOW);
    assertThat(key.current()).isEqualTo(anew.serving());
  }

  @Test
  void anExpiredCertificateIsGivenUpForAny() {
    served.offer(old.serving(), trust(old), NOW);
    served.offer(anew.serving(), trust(old), old.serving().end());
    assertThat(key.current()).isEqualTo(anew.serving());
  }

  @Test
  void aBundleThatWasResetAMomentAgoIsForgiven() {
    served.offer(old.serving(), trust(old), NOW);
    assertThat(served.notTrusted(trust(old), NOW)).isEmpty();
    assertThat(served.notTrusted(trust(anew), NOW.plusSeconds(29))).isEmpty();
    assertThat(served.notTrusted(trust(anew), NOW.plusSeconds(31))).isPresent();
  }

  @Test
  void aHandshakeThatBeganBeforeAChangeEndsWithWhatItBeganWith() {
    key.serve(old.serving());
    String alias = Objects.requireNonNull(key.chooseEngineServerAlias("EC", null, null));
    key.serve(anew.serving());
    assertThat(key.getPrivateKey(alias)).isEqualTo(old.serving().key());
    assertThat(key.getCertificateChain(alias)).containsExactly(old.serving().certificate());
    assertThat(key.chooseEngineServerAlias("RSA", null, null)).isNull();
  }
}
