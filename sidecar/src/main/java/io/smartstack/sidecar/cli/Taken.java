// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A configuration with the bytes it was read from. */
final class Taken<T> {

  private final T config;
  private final byte[] bytes;

  Taken(T config, byte[] bytes) {
    this.config = config;
    this.bytes = bytes.clone();
  }

  T config() {
    return config;
  }

  /**
   * What names both files' content: the first 16 hex digits of SHA-256 over Nerve's bytes, one
   * zero, Synapse's bytes.
   *
   * @param nerve null for none
   * @param synapse null for none
   */
  static String hash(@Nullable Taken<?> nerve, @Nullable Taken<?> synapse) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(nerve == null ? new byte[0] : nerve.bytes);
      digest.update((byte) 0);
      digest.update(synapse == null ? new byte[0] : synapse.bytes);
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
