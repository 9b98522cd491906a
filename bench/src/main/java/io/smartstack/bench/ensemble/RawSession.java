// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ensemble;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;

/** One session, spoken by hand: a socket, a virtual thread that listens, one request at a time. */
final class RawSession implements AutoCloseable {

  private static final int PING = -2;
  private static final int EVENT = -1;
  private static final int PATIENCE_SECONDS = 30;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final Runnable onEvent;
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private int xid;

  /**
   * Opens a session.
   *
   * @param onEvent called by the listening thread for each event of a watch
   */
  RawSession(String host, int port, int timeoutMs, Runnable onEvent) throws IOException {
    this.socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    this.out = new DataOutputStream(socket.getOutputStream());
    this.in = new DataInputStream(socket.getInputStream());
    this.onEvent = onEvent;
    send(new ConnectRequest(0, 0, timeoutMs, 0, new byte[16], false));
    in.readNBytes(in.readInt());
    Thread.ofVirtual().start(this::listen);
  }

  private synchronized void send(Record... records) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var archive = BinaryOutputArchive.getArchive(bytes);
    for (Record record : records) {
      record.serialize(archive, "record");
    }
    var message = new ByteArrayOutputStream();
    new DataOutputStream(message).writeInt(bytes.size());
    bytes.writeTo(message);
    out.write(message.toByteArray());
    out.flush();
  }

  private void listen() {
    try {
      while (true) {
        byte[] message = in.readNBytes(in.readInt());
        var header = new ReplyHeader();
        header.deserialize(
            BinaryInputArchive.getArchive(new ByteArrayInputStream(message)), "header");
        if (header.getXid() == EVENT) {
          onEvent.run();
        } else if (header.getXid() != PING) {
          answers.add(header.getErr());
        }
      }
    } catch (IOException _) {
      // The session was closed, or the server is gone: whoever waits for an answer says so.
      answers.add(Integer.MIN_VALUE);
    }
  }

  private void call(int type, Record request) throws IOException, InterruptedException {
    send(new RequestHeader(++xid, type), request);
    Integer error = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (error == null || error != 0) {
      throw new IOException("ZooKeeper answered " + error);
    }
  }

  void ping() throws IOException {
    send(new RequestHeader(PING, ZooDefs.OpCode.ping));
  }

  void watch(String path) throws IOException, InterruptedException {
    call(
        ZooDefs.OpCode.addWatch,
        new AddWatchRequest(path, AddWatchMode.PERSISTENT_RECURSIVE.getMode()));
  }

  void create(String path, byte[] data, CreateMode mode) throws IOException, InterruptedException {
    call(
        ZooDefs.OpCode.create,
        new CreateRequest(path, data, List.copyOf(ZooDefs.Ids.OPEN_ACL_UNSAFE), mode.toFlag()));
  }

  void delete(String path) throws IOException, InterruptedException {
    call(ZooDefs.OpCode.delete, new DeleteRequest(path, -1));
  }

  /** Ends the session in order. */
  @Override
  public void close() throws IOException {
    try (socket) {
      send(new RequestHeader(0, ZooDefs.OpCode.closeSession));
    }
  }
}
