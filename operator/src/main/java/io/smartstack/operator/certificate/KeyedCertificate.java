// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** A certificate and the key that is its own. */
record KeyedCertificate(X509Certificate certificate, PrivateKey key) {

  Instant end() {
    return certificate.getNotAfter().toInstant();
  }

  boolean expired(Instant now) {
    return !now.isBefore(end());
  }

  /** Whether two thirds of such a lifetime are over. */
  boolean due(Instant now, Duration lifetime) {
    return Duration.between(now, end()).compareTo(lifetime.dividedBy(3)) < 0;
  }

  /** Whether the authority signed the certificate. */
  static boolean signs(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether key and certificate belong together: what the one signs the other verifies. */
  boolean matches() {
    byte[] probe = {1, 2, 3};
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(key);
      signer.update(probe);
      byte[] signed = signer.sign();
      signer.initVerify(certificate.getPublicKey());
      signer.update(probe);
      return signer.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
