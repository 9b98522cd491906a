// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates and keys as text. */
final class Pem {

  private static final String KEY = "PRIVATE KEY";

  private Pem() {}

  static String of(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::of).collect(Collectors.joining());
  }

  static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can't be written", e);
    }
  }

  static String of(PrivateKey key) {
    return block(KEY, key.getEncoded());
  }

  private static String block(String what, byte[] bytes) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, body);
  }

  /**
   * Reads all certificates of a text, which may be none.
   *
   * @throws GeneralSecurityException when there is something else
   */
  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    if (text.isBlank()) {
      return List.of();
    }
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /**
   * Reads a key.
   *
   * @throws GeneralSecurityException when it is none that we make
   */
  static PrivateKey key(String text) throws GeneralSecurityException {
    try {
      String body =
          text.replace("-----BEGIN %s-----".formatted(KEY), "")
              .replace("-----END %s-----".formatted(KEY), "");
      byte[] bytes = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("no key", e);
    }
  }
}
