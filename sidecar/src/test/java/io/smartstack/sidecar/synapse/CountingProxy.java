// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.ZooDefs.OpCode;

/**
 * Stands between a ZooKeeper client and its server, counts what the client asks, and can be cut.
 */
final class CountingProxy implements AutoCloseable {

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final Map<Integer, Integer> requests = new ConcurrentHashMap<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean cut;

  CountingProxy(int serverPort) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    this.server = new InetSocketAddress(loopback, serverPort);
    this.door = new ServerSocket(0, 50, loopback);
    Thread.ofVirtual().start(this::accept);
  }

  String connectString() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** How often data were read, alone or in a multi. */
  int reads() {
    return count(OpCode.getData) + count(OpCode.multiRead) + count(OpCode.exists);
  }

  /** How often children were listed. */
  int listings() {
    return count(OpCode.getChildren) + count(OpCode.getChildren2);
  }

  private int count(int opCode) {
    return requests.getOrDefault(opCode, 0);
  }

  /** Ends all connections and takes no more. */
  void cut() {
    cut = true;
    sockets.forEach(CountingProxy::end);
    sockets.clear();
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        forward(door.accept());
      } catch (IOException e) {
        // Either the door was closed or the server is down, and then the client will try again.
      }
    }
  }

  private void forward(Socket client) throws IOException {
    if (cut) {
      end(client);
      return;
    }
    Socket onward = new Socket();
    sockets.add(client);
    sockets.add(onward);
    try {
      onward.connect(server, 2_000);
    } catch (IOException e) {
      end(client);
      throw e;
    }
    Thread.ofVirtual().start(() -> count(client, onward));
    Thread.ofVirtual().start(() -> copy(onward, client));
  }

  private void count(Socket from, Socket to) {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream()));
      for (boolean first = true; ; first = false) {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        if (!first) {
          requests.merge(ByteBuffer.wrap(frame).getInt(Integer.BYTES), 1, Integer::sum);
        }
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
      }
    } catch (IOException e) {
      end(to);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
