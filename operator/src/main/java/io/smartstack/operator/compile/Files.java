// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A pod's two files.
 *
 * @param nerve {@code nerve.conf.json}
 * @param synapse {@code synapse.conf.json}
 */
public record Files(String nerve, String synapse) {

  /** Key of the first file in a ConfigMap. */
  public static final String NERVE = "nerve.conf.json";

  /** Key of the second file in a ConfigMap. */
  public static final String SYNAPSE = "synapse.conf.json";

  /** What the sidecar, too, makes of the two files: 16 hexadecimal digits. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(nerve.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(synapse.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
