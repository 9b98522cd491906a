// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelConnectionsTest {

  private final KernelConnections connections = new KernelConnections();

  @Test
  void seesAConnectionWhileItIsOpenAndAfterTheServerClosedIt() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Set<InetSocketAddress> port = Set.of(at("127.0.0.1", server));
      assertThat(connections.to(port)).isEmpty();

      try (Socket client = new Socket("127.0.0.1", server.getLocalPort())) {
        Socket accepted = server.accept();
        assertThat(connections.to(port)).hasSize(1);

        accepted.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(connections.to(port)).hasSize(1);
    }
  }

  @Test
  void seesIpv6Too() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("::1"));
        Socket client = new Socket("::1", server.getLocalPort());
        Socket accepted = server.accept()) {
      assertThat(accepted.isConnected() && client.isConnected()).isTrue();
      assertThat(connections.to(Set.of(at("::1", server)))).hasSize(1);
    }
  }

  @Test
  void aMachineWithoutSuchATableHasNoConnections(@TempDir Path empty) {
    assertThat(new KernelConnections(empty).to(Set.of(new InetSocketAddress(80)))).isEmpty();
  }

  @Test
  void aConnectionToAnotherAddressOfThisMachineIsNoneOfTheServices() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.9.0.1"));
        Socket client = new Socket("127.9.0.1", server.getLocalPort());
        Socket accepted = server.accept()) {
      assertThat(accepted.isConnected() && client.isConnected()).isTrue();
      assertThat(connections.to(Set.of(at("127.9.0.2", server)))).isEmpty();
      assertThat(connections.to(Set.of(at("127.9.0.1", server)))).hasSize(1);
      assertThat(connections.to(Set.of(at("192.0.2.1", server))))
          .as("an address of somebody else's: translated on the way, so all count")
          .hasSize(1);
    }
  }

  private static InetSocketAddress at(String address, ServerSocket server) {
    return new InetSocketAddress(address, server.getLocalPort());
  }
}
