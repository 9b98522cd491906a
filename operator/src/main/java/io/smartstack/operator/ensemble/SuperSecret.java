// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/** The Secret by which the operator, and nobody else, may reconfigure an ensemble. */
final class SuperSecret {

  /** Key of what ZooKeeper compares with; the only part that members get. */
  static final String DIGEST = "digest";

  private static final String PASSWORD = "password";

  private SuperSecret() {}

  /** Makes one with a password of 192 random bits. */
  static Secret generate(ZooKeeperEnsemble ensemble, SecureRandom random) {
    var bits = new byte[24];
    random.nextBytes(bits);
    String password = HexFormat.of().formatHex(bits);
    return new SecretBuilder()
        .withMetadata(Names.metadata(ensemble, Names.secret(ensemble.getMetadata().getName())))
        .withType("Opaque")
        .withData(Map.of(PASSWORD, encoded(password), DIGEST, encoded(digest(password))))
        .build();
  }

  /** What a client says to be {@code super}. */
  static String credentials(Secret secret) {
    return "super:" + new String(Base64.getDecoder().decode(data(secret, PASSWORD)), UTF_8);
  }

  /** Changes with the password. */
  static String fingerprint(Secret secret) {
    return Fingerprint.of(data(secret, DIGEST));
  }

  private static String data(Secret secret, String key) {
    String value = secret.getData() == null ? null : secret.getData().get(key);
    if (value == null) {
      throw new IllegalStateException(
          "Secret %s has no %s: delete it and a new one is made"
              .formatted(secret.getMetadata().getName(), key));
    }
    return value;
  }

  private static String digest(String password) {
    try {
      return DigestAuthenticationProvider.generateDigest("super:" + password);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
