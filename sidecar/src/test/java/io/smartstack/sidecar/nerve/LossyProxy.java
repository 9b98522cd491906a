// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before a ZooKeeper server and can lose the answer to a write, with the connection. */
final class LossyProxy implements AutoCloseable {

  /** ZooKeeper's numbers for create, create2, delete and multi. */
  static final Set<Integer> CREATES = Set.of(1, 15, 14);

  static final Set<Integer> DELETES = Set.of(2);

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final AtomicReference<Set<Integer>> losing = new AtomicReference<>(Set.of());
  private final AtomicReference<CompletableFuture<Void>> lost =
      new AtomicReference<>(new CompletableFuture<>());

  LossyProxy(int server) throws IOException {
    this.server = server;
    Thread.ofVirtual().start(this::accept);
  }

  List<String> hosts() {
    return List.of("127.0.0.1:" + door.getLocalPort());
  }

  /** Loses the next answer to a request of these kinds; completes when it was lost. */
  CompletableFuture<Void> loseAnswerTo(Set<Integer> kinds) {
    CompletableFuture<Void> happened = new CompletableFuture<>();
    lost.set(happened);
    losing.set(kinds);
    return happened;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        AtomicInteger victim = new AtomicInteger(-100);
        Thread.ofVirtual().start(() -> pump(client, upstream, victim, true));
        Thread.ofVirtual().start(() -> pump(upstream, client, victim, false));
      }
    } catch (IOException e) {
      // The proxy was closed.
    }
  }

  private void pump(Socket from, Socket to, AtomicInteger victim, boolean requests) {
    try (from;
        to) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      DataOutputStream out = new DataOutputStream(to.getOutputStream());
      for (boolean first = true; ; first = false) {
        byte[] frame = in.readNBytes(in.readInt());
        ByteBuffer head = ByteBuffer.wrap(frame);
        if (!first && requests && losing.get().contains(head.getInt(4))) {
          losing.set(Set.of());
          victim.set(head.getInt(0));
        }
        if (!first && !requests && head.getInt(0) == victim.get()) {
          lost.get().complete(null);
          return;
        }
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
      }
    } catch (IOException e) {
      // The connection is over, which ends the other direction too.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
