// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the Secret keeps.
 *
 * @param authority signed what is served
 * @param next already trusted, or about to be; signs nothing yet
 * @param former signed what a replica may still serve
 * @param serving what is served
 */
record Keyring(
    KeyedCertificate authority,
    @Nullable KeyedCertificate next,
    List<Former> former,
    KeyedCertificate serving) {

  /**
   * An authority whose key is gone.
   *
   * @param until when the last certificate that it signed ends
   */
  record Former(X509Certificate certificate, Instant until) {}

  Keyring {
    former = List.copyOf(former);
  }

  /** What the API server must trust. */
  List<X509Certificate> bundle() {
    var all = new ArrayList<X509Certificate>();
    all.add(authority.certificate());
    if (next != null) {
      all.add(next.certificate());
    }
    former.forEach(it -> all.add(it.certificate()));
    return List.copyOf(all);
  }
}
