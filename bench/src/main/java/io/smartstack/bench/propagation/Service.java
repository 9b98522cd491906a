// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;

/** One service on the way from its door to the caller's HAProxy; one sample at a time. */
final class Service implements AutoCloseable {

  private final String name;
  private final Door door;
  private final Ear ear;
  private final BareClient writer;
  private final LinkedBlockingQueue<Announced> events = new LinkedBlockingQueue<>();
  private final String bareParent;
  private String bareName = "";
  private byte[] payload = new byte[0];
  private Times times;
  private final BareRelay relay;

  private record Announced(long at, EventType type) {}

  Service(
      String name, Door door, Ear ear, BareClient writer, BareClient watcher, Path haproxySocket)
      throws IOException, KeeperException, InterruptedException {
    this.name = name;
    this.door = door;
    this.ear = ear;
    this.writer = writer;
    this.times = new Times(name + " names");
    this.bareParent = "/bare/" + name;
    writer.ensure(bareParent);
    this.relay = new BareRelay(watcher, bareParent, haproxySocket, name + "/standing_127.62.1.9:9");
    watcher.watch(ConfigText.path(name), this::heard);
  }

  private void heard(long at, WatchedEvent event) {
    if (event.getType() == EventType.NodeCreated || event.getType() == EventType.NodeDeleted) {
      events.add(new Announced(at, event.getType()));
    }
  }

  Times times() {
    return times;
  }

  void forget() {
    times = new Times(times.kind());
  }

  /** The service comes and goes once; before each, the same bytes are written barely. */
  void sample() throws Exception {
    String bare = "";
    if (!bareName.isEmpty()) {
      rest();
      relay.expect();
      long start = System.nanoTime();
      bare = writer.register(bareParent + "/" + bareName, payload);
      times.createAck().add(Times.millis(start, System.nanoTime()));
      times.createRelay().add(Times.millis(start, relay.told()));
    }
    forgetNews();
    long passed = door.turn(true);
    long ready = ear.await(heard -> heard.ready(name + "/node_"), name + " ready").at();
    long announced = event(EventType.NodeCreated);
    times.routable().add(Times.millis(passed, ready));
    times.announced().add(Times.millis(passed, announced));
    times.told().add(Times.millis(announced, ready));
    if (bareName.isEmpty()) {
      learn();
    } else {
      rest();
      relay.expect();
      long start = System.nanoTime();
      writer.delete(bare);
      times.deleteAck().add(Times.millis(start, System.nanoTime()));
      times.deleteRelay().add(Times.millis(start, relay.told()));
    }
    forgetNews();
    long failed = door.turn(false);
    long gone = ear.await(heard -> heard.drained(name + "/node_"), name + " drained").at();
    long withdrawn = event(EventType.NodeDeleted);
    times.drained().add(Times.millis(failed, gone));
    times.withdrawn().add(Times.millis(failed, withdrawn));
    times.untold().add(Times.millis(withdrawn, gone));
  }

  /**
   * As long as a check lets one wait: a write out of a pause takes longer than one that follows
   * another, and Nerve's come out of pauses.
   */
  private static void rest() throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextLong(5, 50));
  }

  private void forgetNews() {
    ear.forget();
    events.clear();
  }

  private long event(EventType type) throws InterruptedException, TimeoutException {
    Announced event = events.poll(10, TimeUnit.SECONDS);
    if (event == null || event.type() != type) {
      throw new TimeoutException("no " + type + " of " + name + " but " + event);
    }
    return event.at();
  }

  /** What Nerve writes, to write the same. */
  private void learn() throws KeeperException, InterruptedException, IOException {
    String parent = ConfigText.path(name);
    List<String> children = writer.client().getChildren(parent, false);
    for (String child : children) {
      byte[] data = writer.client().getData(parent + "/" + child, false, null);
      if (new String(data, java.nio.charset.StandardCharsets.UTF_8).contains("\"node\"")) {
        payload = data;
        bareName = child.substring(0, child.lastIndexOf('_') + 1);
        return;
      }
    }
    throw new IOException("Nerve's znode of " + name + " is not among " + children);
  }

  @Override
  public void close() throws IOException {
    relay.close();
  }
}
