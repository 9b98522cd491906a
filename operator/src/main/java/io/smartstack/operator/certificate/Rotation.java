// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import io.smartstack.operator.certificate.Keyring.Former;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the keyring should be by now.
 *
 * <p>A new authority is trusted before it signs anything, and the old one for as long as anything
 * that it signed is valid; so whatever a replica serves, the API server trusts it.
 */
final class Rotation {

  private final CertificateSettings settings;
  private final Issuer issuer = new Issuer();

  Rotation(CertificateSettings settings) {
    this.settings = settings;
  }

  /**
   * A new keyring where there is none that can be used.
   *
   * @param trusted by the API server now: replicas may serve what they signed for a while
   */
  Keyring fresh(Collection<X509Certificate> trusted, Instant now) {
    KeyedCertificate authority = issuer.authority(now, settings.authorityLifetime());
    Instant until = now.plus(settings.servingLifetime());
    List<Former> former =
        trusted.stream().filter(Rotation::isOurs).map(it -> new Former(it, until)).toList();
    return new Keyring(authority, null, former, serving(authority, now));
  }

  private static boolean isOurs(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName().startsWith(Issuer.AUTHORITY);
  }

  /**
   * One step, or the same keyring when there is none to make.
   *
   * @param nextTrusted whether every API server has trusted the next authority for long enough
   */
  Keyring step(Keyring keyring, Instant now, boolean nextTrusted) {
    KeyedCertificate authority = keyring.authority();
    KeyedCertificate next = keyring.next();
    if (authority.expired(now) || (next != null && next.expired(now))) {
      return fresh(List.of(), now);
    }
    List<Former> former = keyring.former().stream().filter(it -> it.until().isAfter(now)).toList();
    if (next != null && nextTrusted) {
      var all = new ArrayList<>(former);
      all.add(new Former(authority.certificate(), keyring.serving().end()));
      return new Keyring(next, null, all, serving(next, now));
    }
    boolean newAuthority = next == null && authority.due(now, settings.authorityLifetime());
    boolean newServing = servingIsDue(keyring, now) || !servesOurNames(keyring);
    return !newAuthority && !newServing && former.equals(keyring.former())
        ? keyring
        : new Keyring(
            authority,
            newAuthority ? issuer.authority(now, settings.authorityLifetime()) : next,
            former,
            newServing ? serving(authority, now) : keyring.serving());
  }

  /** One that ends with its authority can't be bettered by that authority. */
  private boolean servingIsDue(Keyring keyring, Instant now) {
    return keyring.serving().due(now, settings.servingLifetime())
        && keyring.serving().end().isBefore(keyring.authority().end());
  }

  private KeyedCertificate serving(KeyedCertificate authority, Instant now) {
    return issuer.serving(authority, settings.names(), now, settings.servingLifetime());
  }

  private boolean servesOurNames(Keyring keyring) {
    try {
      var names = new TreeSet<String>();
      Optional.ofNullable(keyring.serving().certificate().getSubjectAlternativeNames())
          .orElse(List.of())
          .forEach(name -> names.add(String.valueOf(name.get(1))));
      return names.equals(new TreeSet<>(settings.names()));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
