// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RotationTest {

  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
  private static final CertificateSettings SETTINGS =
      CertificateSettings.of("smartstack", "cluster.local").withExtraNames(List.of("127.0.0.1"));

  private final Rotation rotation = new Rotation(SETTINGS);
  private final Keyring fresh = rotation.fresh(Set.of(), START);

  @Test
  void aServingCertificateHasTheNamesThatTheApiServerCalls() throws GeneralSecurityException {
    X509Certificate served = fresh.serving().certificate();
    assertThat(served.getSubjectAlternativeNames())
        .extracting(it -> String.valueOf(it.get(1)))
        .containsExactlyInAnyOrder(
            "smartstack-webhook.smartstack.svc",
            "smartstack-webhook.smartstack.svc.cluster.local",
            "127.0.0.1");
    assertThat(served.getNotBefore()).isBefore(START.minus(Duration.ofMinutes(59)).toString());
    served.verify(fresh.authority().certificate().getPublicKey());
  }

  @Test
  void nothingIsRenewedBeforeItsTime() {
    Instant later = START.plus(Duration.ofDays(59));
    assertThat(rotation.step(fresh, later, false)).isSameAs(fresh);
  }

  @Test
  void theServingCertificateIsRenewedAfterTwoThirds() {
    Keyring renewed = rotation.step(fresh, START.plus(Duration.ofDays(61)), false);
    assertThat(renewed.serving()).isNotEqualTo(fresh.serving());
    assertThat(renewed.authority()).isEqualTo(fresh.authority());
  }

  @Test
  void anotherNameMakesAnotherCertificate() {
    var named = new Rotation(SETTINGS.withExtraNames(List.of("webhook.example")));
    Keyring renewed = named.step(fresh, START.plusSeconds(1), false);
    assertThat(renewed.serving()).isNotEqualTo(fresh.serving());
    assertThat(named.step(renewed, START.plusSeconds(2), false)).isSameAs(renewed);
  }

  @Test
  void aNewAuthoritySignsNothingUntilItIsTrusted() {
    Instant due = START.plus(Duration.ofDays(500));
    Keyring before = settled(fresh, due.minus(Duration.ofDays(20)));
    Keyring offered = settled(before, due);
    assertThat(offered.next()).isNotNull();
    assertThat(offered.bundle()).hasSize(2);
    assertThat(KeyedCertificate.signs(fresh.authority().certificate(), served(offered))).isTrue();

    Keyring promoted = rotation.step(offered, due, true);
    assertThat(promoted.authority()).isEqualTo(offered.next());
    assertThat(KeyedCertificate.signs(offered.bundle().get(1), served(promoted))).isTrue();
    assertThat(promoted.bundle()).containsExactlyInAnyOrderElementsOf(offered.bundle());

    Instant over = offered.serving().end();
    assertThat(rotation.step(promoted, over.minusSeconds(1), false).bundle()).hasSize(2);
    assertThat(settled(promoted, over.plusSeconds(1)).bundle()).hasSize(1);
  }

  /** Steps without the next authority being trusted, until there is nothing more to do. */
  private Keyring settled(Keyring keyring, Instant now) {
    Keyring next = rotation.step(keyring, now, false);
    return next.equals(keyring) ? keyring : settled(next, now);
  }

  private static X509Certificate served(Keyring keyring) {
    return keyring.serving().certificate();
  }

  @Test
  void throughTenYearsWhateverMayBeServedIsTrusted() {
    Keyring now = fresh;
    Set<X509Certificate> trusted = new HashSet<>(now.bundle());
    var mayBeServed = new HashSet<KeyedCertificate>(Set.of(now.serving()));
    var authorities = new HashSet<>(now.bundle());
    for (int day = 1; day < 3650; day++) {
      Instant at = START.plus(Duration.ofDays(day));
      now = rotation.step(now, at, now.next() != null && day % 3 == 0);
      mayBeServed.add(now.serving());
      mayBeServed.removeIf(it -> it.expired(at));
      assertThat(mayBeServed)
          .allMatch(it -> covered(it, trusted), "served and not trusted, day " + day);
      trusted.clear();
      trusted.addAll(now.bundle());
      assertThat(mayBeServed).allMatch(it -> covered(it, trusted), "no longer trusted, day " + day);
      assertThat(trusted).hasSizeLessThan(4);
      authorities.addAll(trusted);
    }
    assertThat(authorities).hasSizeBetween(7, 10);
  }

  private static boolean covered(KeyedCertificate served, Set<X509Certificate> trusted) {
    return trusted.stream().anyMatch(it -> KeyedCertificate.signs(it, served.certificate()));
  }

  @Test
  void anAuthorityThatNobodyComesToTrustIsNotWrittenAgainAndAgain() {
    Keyring last = settled(fresh, START.plus(Duration.ofDays(729)));
    assertThat(rotation.step(last, START.plus(Duration.ofDays(729)), false)).isSameAs(last);
  }

  @Test
  void anExpiredKeyringIsMadeAnew() {
    Keyring after = rotation.step(fresh, START.plus(Duration.ofDays(731)), false);
    assertThat(after.authority()).isNotEqualTo(fresh.authority());
    assertThat(after.bundle()).hasSize(1);
  }

  @Test
  void whatWasTrustedStaysTrustedWhenTheSecretIsLost() {
    Keyring anew = rotation.fresh(Set.copyOf(fresh.bundle()), START);
    assertThat(anew.bundle()).containsAll(fresh.bundle()).hasSize(2);
  }

  @Test
  void aPersonMayEndTheTrustInAFormerAuthority() throws ForeignSecretException {
    Keyring anew = rotation.fresh(Set.copyOf(fresh.bundle()), START);
    var data = new HashMap<>(SecretData.write(anew));
    data.remove("former-ca.crt");
    data.remove("former-ca.until");
    assertThat(SecretData.read(data).bundle()).containsExactly(anew.authority().certificate());
  }

  @Test
  void aSecretKeepsEverything() throws ForeignSecretException {
    Keyring offered = settled(fresh, START.plus(Duration.ofDays(500)));
    Keyring promoted = rotation.step(offered, START.plus(Duration.ofDays(500)), true);
    assertThat(SecretData.read(SecretData.write(offered))).isEqualTo(offered);
    assertThat(SecretData.read(SecretData.write(promoted))).isEqualTo(promoted);
  }

  @Test
  void everySpoiltSecretIsForeign() {
    Map<String, String> good = SecretData.write(fresh);
    Map<String, String> other = SecretData.write(rotation.fresh(Set.of(), START));
    for (String key : good.keySet()) {
      for (String value : new String[] {null, "", "!", "aGVsbG8=", other.get(key)}) {
        var spoilt = new HashMap<>(good);
        spoilt.compute(key, (name, before) -> value);
        assertThatThrownBy(() -> SecretData.read(spoilt))
            .as("%s = %s", key, value)
            .isInstanceOf(ForeignSecretException.class);
      }
    }
    assertThatThrownBy(() -> SecretData.read(null)).isInstanceOf(ForeignSecretException.class);
  }
}
