// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * The shortest way there is: a znode is written, a bare watcher hears of it at another server, and
 * on the very thread that hears HAProxy is told one command on an open connection.
 */
final class BareRelay implements AutoCloseable {

  private final SocketChannel haproxy;
  private final byte[] command;
  private final ByteBuffer answer = ByteBuffer.allocate(4096);
  private volatile CompletableFuture<Long> told = new CompletableFuture<>();

  /**
   * Relays what happens below a path.
   *
   * @param server one that HAProxy has; its weight stays as it is
   */
  BareRelay(BareClient watcher, String path, Path socket, String server)
      throws IOException, KeeperException, InterruptedException {
    haproxy = SocketChannel.open(StandardProtocolFamily.UNIX);
    haproxy.connect(UnixDomainSocketAddress.of(socket));
    command = ("set server " + server + " weight 1\n").getBytes(StandardCharsets.US_ASCII);
    tell("prompt\nset timeout cli 1h\n".getBytes(StandardCharsets.US_ASCII), 2);
    watcher.watch(
        path,
        (at, event) -> {
          if (event.getType() == EventType.NodeCreated
              || event.getType() == EventType.NodeDeleted) {
            relay();
          }
        });
  }

  /** The next change below the path is waited for. */
  void expect() {
    told = new CompletableFuture<>();
  }

  /** When HAProxy had answered ({@link System#nanoTime}). */
  long told() throws InterruptedException, ExecutionException, TimeoutException {
    return told.get(10, TimeUnit.SECONDS);
  }

  private void relay() {
    try {
      tell(command, 1);
      told.complete(System.nanoTime());
    } catch (IOException e) {
      told.completeExceptionally(e);
    }
  }

  private void tell(byte[] commands, int answers) throws IOException {
    haproxy.write(ByteBuffer.wrap(commands));
    int prompts = 0;
    while (prompts < answers) {
      answer.clear();
      if (haproxy.read(answer) < 0) {
        throw new IOException("HAProxy hung up");
      }
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      prompts += text.split("> ", -1).length - 1;
    }
  }

  @Override
  public void close() throws IOException {
    haproxy.close();
  }
}
