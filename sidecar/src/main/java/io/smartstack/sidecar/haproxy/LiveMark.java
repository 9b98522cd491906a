// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Remembers on disk which worker took over which structure, so that the next start of this program
 * need not reload an HAProxy that serves the right thing already.
 */
record LiveMark(ConfigurationFile file) {

  void write(Worker worker, Rendered live) throws IOException {
    if (!says(worker, live)) {
      file.replace(text(worker, live));
    }
  }

  boolean says(Worker worker, Rendered live) throws IOException {
    return text(worker, live).equals(file.read());
  }

  private static String text(Worker worker, Rendered live) {
    return "worker %d started at %d serves structure %s%n"
        .formatted(worker.pid(), worker.startedAt(), digest(live.structure()));
  }

  private static String digest(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
