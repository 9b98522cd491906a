// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.smartstack.operator.certificate.Keyring.Former;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A keyring as a Secret's data, and back. */
final class SecretData {

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String AUTHORITY = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";
  private static final String NEXT = "next-ca.crt";
  private static final String NEXT_KEY = "next-ca.key";
  private static final String FORMER = "former-ca.crt";
  private static final String FORMER_UNTIL = "former-ca.until";

  private SecretData() {}

  static Map<String, String> write(Keyring keyring) {
    var data = new TreeMap<String, String>();
    put(data, CERTIFICATE, Pem.of(keyring.serving().certificate()));
    put(data, KEY, Pem.of(keyring.serving().key()));
    put(data, AUTHORITY, Pem.of(keyring.authority().certificate()));
    put(data, AUTHORITY_KEY, Pem.of(keyring.authority().key()));
    KeyedCertificate next = keyring.next();
    if (next != null) {
      put(data, NEXT, Pem.of(next.certificate()));
      put(data, NEXT_KEY, Pem.of(next.key()));
    }
    if (!keyring.former().isEmpty()) {
      put(data, FORMER, Pem.of(keyring.former().stream().map(Former::certificate).toList()));
      put(
          data,
          FORMER_UNTIL,
          String.join(
              "\n", keyring.former().stream().map(Former::until).map(Instant::toString).toList()));
    }
    return data;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ForeignSecretException when anything in it isn't that
   */
  static Keyring read(@Nullable Map<String, String> given) throws ForeignSecretException {
    Map<String, String> data = given == null ? Map.of() : given;
    KeyedCertificate authority = pair(data, AUTHORITY, AUTHORITY_KEY);
    KeyedCertificate next =
        data.containsKey(NEXT) || data.containsKey(NEXT_KEY) ? pair(data, NEXT, NEXT_KEY) : null;
    KeyedCertificate serving = pair(data, CERTIFICATE, KEY);
    if (!KeyedCertificate.signs(authority.certificate(), serving.certificate())) {
      throw new ForeignSecretException("%s is not signed by %s".formatted(CERTIFICATE, AUTHORITY));
    }
    return new Keyring(authority, next, former(data), serving);
  }

  /** Whether nobody has put anything into it yet. */
  static boolean isEmpty(Secret secret) {
    return secret.getData() == null || secret.getData().isEmpty();
  }

  private static KeyedCertificate pair(Map<String, String> data, String certificate, String key)
      throws ForeignSecretException {
    try {
      List<X509Certificate> certificates = Pem.certificates(text(data, certificate));
      if (certificates.size() != 1) {
        throw new ForeignSecretException(
            "%s has %d certificates instead of one".formatted(certificate, certificates.size()));
      }
      var pair = new KeyedCertificate(certificates.getFirst(), Pem.key(text(data, key)));
      if (!pair.matches()) {
        throw new ForeignSecretException("%s isn't the key of %s".formatted(key, certificate));
      }
      return pair;
    } catch (GeneralSecurityException e) {
      throw new ForeignSecretException(
          "%s or %s can't be read: %s".formatted(certificate, key, e.getMessage()));
    }
  }

  private static List<Former> former(Map<String, String> data) throws ForeignSecretException {
    if (!data.containsKey(FORMER)) {
      return List.of();
    }
    try {
      List<X509Certificate> certificates = Pem.certificates(text(data, FORMER));
      List<String> until = text(data, FORMER_UNTIL).lines().toList();
      if (until.size() != certificates.size()) {
        throw new ForeignSecretException("%s doesn't fit %s".formatted(FORMER_UNTIL, FORMER));
      }
      var all = new ArrayList<Former>();
      for (int i = 0; i < certificates.size(); i++) {
        all.add(new Former(certificates.get(i), Instant.parse(until.get(i))));
      }
      return all;
    } catch (GeneralSecurityException | DateTimeException e) {
      throw new ForeignSecretException("%s can't be read: %s".formatted(FORMER, e.getMessage()));
    }
  }

  private static void put(Map<String, String> data, String key, String text) {
    data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Map<String, String> data, String key) throws ForeignSecretException {
    String encoded = data.get(key);
    if (encoded == null) {
      throw new ForeignSecretException(key + " is missing");
    }
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ForeignSecretException(key + " is not in Base64");
    }
  }
}
