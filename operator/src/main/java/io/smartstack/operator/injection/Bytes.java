// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request's body, up to what the API server itself takes for an object. */
final class Bytes {

  static final int MOST = 3 * 1024 * 1024;

  private Bytes() {}

  /** All of them; empty when there are more. */
  static Optional<byte[]> of(InputStream body) throws IOException {
    byte[] read = body.readNBytes(MOST + 1);
    return read.length > MOST ? Optional.empty() : Optional.of(read);
  }
}
