// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The files by which the three programs and their clients know each other. */
record Credentials(Path directory, String adminToken) {

  static Credentials create(Path directory) throws IOException {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    var credentials = new Credentials(directory, HexFormat.of().formatHex(secret));
    Files.writeString(
        credentials.tokens(), credentials.adminToken + ",admin,admin,system:masters\n");
    Files.writeString(credentials.serviceAccountKey(), newKey());
    return credentials;
  }

  Path tokens() {
    return directory.resolve("tokens.csv");
  }

  Path serviceAccountKey() {
    return directory.resolve("service-account.key");
  }

  /** Where the API server writes the certificate that it makes for itself, and its authority's. */
  Path certificates() {
    return directory.resolve("certificates");
  }

  Path authority() {
    return certificates().resolve("apiserver.crt");
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** Writes a kubeconfig with one context. */
  void writeKubeconfig(Path file, String url, String token) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters:
        - name: test
          cluster: {server: "%s", certificate-authority: "%s"}
        users:
        - name: test
          user: {token: "%s"}
        contexts:
        - name: test
          context: {cluster: test, user: test}
        """
            .formatted(url, authority(), token));
  }

  private static String newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String body =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
