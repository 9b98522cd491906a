// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether a role's process has come up. */
final class Readiness {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int OK = 200;
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private Readiness() {}

  static boolean up(MachineSpec machine, Role role) {
    ListenPort port = Ports.of(machine, role).getFirst();
    return switch (role) {
      case ZOOKEEPER -> FourLetters.mode(machine.address()).isPresent();
      case SERVICE -> listens(port);
      case NERVE -> says(port, "/health");
      case SYNAPSE, SIDECAR -> says(port, "/started");
    };
  }

  private static boolean listens(ListenPort port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(port.address(), port.port()), Math.toIntExact(PATIENCE.toMillis()));
      return true;
    } catch (IOException down) {
      return false;
    }
  }

  private static boolean says(ListenPort port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + port + path)).timeout(PATIENCE).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException down) {
      return false;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
