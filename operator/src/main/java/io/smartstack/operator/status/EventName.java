// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** Names of Event objects: what is told twice has one name, whichever process tells it. */
final class EventName {

  private static final int LONGEST = 253;

  private EventName() {}

  /** The object's name, and 16 hexadecimal digits of its identity and of what is told. */
  static String of(HasMetadata about, String type, String reason, String note) {
    String digest = digest(String.join("\0", subject(about), type, reason, note));
    String name = about.getMetadata().getName();
    int room = LONGEST - digest.length() - 1;
    return (name.length() <= room ? name : name.substring(0, room)) + "." + digest;
  }

  /** One object, and not another of the same name that comes after it. */
  static String subject(HasMetadata about) {
    return String.join(
        "/",
        about.getKind(),
        Objects.requireNonNullElse(about.getMetadata().getNamespace(), ""),
        about.getMetadata().getName(),
        Objects.requireNonNullElse(about.getMetadata().getUid(), ""));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
