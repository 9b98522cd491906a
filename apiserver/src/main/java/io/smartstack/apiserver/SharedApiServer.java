// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import org.jspecify.annotations.Nullable;

/** The server of this JVM, or why there is none: what failed once is not tried for every test. */
final class SharedApiServer {

  private static @Nullable ApiServer server;
  private static @Nullable String failure;

  private SharedApiServer() {}

  static synchronized ApiServer get() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    ApiServer started = server;
    if (started == null) {
      try {
        started = ApiServer.start();
      } catch (RuntimeException e) {
        failure = "the first attempt failed: " + e.getMessage();
        throw e;
      }
      server = started;
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "api-server-close"));
    }
    return started;
  }
}
