// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.loss;

import io.smartstack.bench.parts.Answering;
import io.smartstack.bench.parts.BareZooKeeper;
import io.smartstack.bench.parts.SidecarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Registrations as Nerves write them, which come, go and change; two stand at any time. */
final class Backends implements AutoCloseable {

  private static final int FEWEST = 2;

  private final ZooKeeper client;
  private final String path;
  private final List<String> addresses;
  private final Random random = new Random(3213);
  private final TreeMap<String, Registered> standing = new TreeMap<>();
  private int changes;

  private record Registered(String znode, String address, int weight) {}

  /** What is changed in turn. */
  enum Change {
    ADD,
    REMOVE,
    WEIGHT,
    ADDRESS
  }

  private Backends(ZooKeeper client, String path, List<String> addresses) {
    this.client = client;
    this.path = path;
    this.addresses = addresses;
  }

  /** Registers the fewest that stand at any time. */
  static Backends of(String hosts, String service, List<String> addresses)
      throws IOException, InterruptedException, KeeperException {
    ZooKeeper client = BareZooKeeper.connect(hosts);
    Backends backends = new Backends(client, SidecarFiles.path(service), addresses);
    BareZooKeeper.ensure(client, backends.path);
    for (int i = 0; i < FEWEST; i++) {
      backends.add();
    }
    return backends;
  }

  /** How many changes were made. */
  int changes() {
    return changes;
  }

  /** One change of any kind that is possible now. */
  void change() throws KeeperException, InterruptedException {
    List<Change> possible = new ArrayList<>(Arrays.asList(Change.values()));
    if (standing.size() <= FEWEST) {
      possible.remove(Change.REMOVE);
    }
    if (standing.size() == addresses.size()) {
      possible.removeAll(List.of(Change.ADD, Change.ADDRESS));
    }
    switch (possible.get(random.nextInt(possible.size()))) {
      case ADD -> add();
      case REMOVE -> client.delete(takeOut().znode(), -1);
      case WEIGHT -> weigh(any());
      case ADDRESS -> move(any());
    }
    changes++;
  }

  private void add() throws KeeperException, InterruptedException {
    String address = free();
    String znode =
        client.create(
            path + "/" + address.replace('.', '-') + "_",
            payload(address, 100),
            ZooDefs.Ids.OPEN_ACL_UNSAFE,
            CreateMode.EPHEMERAL_SEQUENTIAL);
    standing.put(znode, new Registered(znode, address, 100));
  }

  private void weigh(Registered one) throws KeeperException, InterruptedException {
    replace(one, one.address(), 1 + random.nextInt(200));
  }

  private void move(Registered one) throws KeeperException, InterruptedException {
    replace(one, free(), one.weight());
  }

  /** The same znode says something else from now on. */
  private void replace(Registered before, String address, int weight)
      throws KeeperException, InterruptedException {
    client.setData(before.znode(), payload(address, weight), -1);
    standing.put(before.znode(), new Registered(before.znode(), address, weight));
  }

  private Registered takeOut() {
    Registered one = any();
    standing.remove(one.znode());
    return one;
  }

  private Registered any() {
    List<Registered> all = List.copyOf(standing.values());
    return all.get(random.nextInt(all.size()));
  }

  private String free() {
    Collection<String> taken = standing.values().stream().map(Registered::address).toList();
    List<String> left = addresses.stream().filter(it -> !taken.contains(it)).toList();
    return left.get(random.nextInt(left.size()));
  }

  private static byte[] payload(String address, int weight) {
    return "{\"host\":\"%s\",\"port\":%d,\"name\":\"%s\",\"weight\":%d}"
        .formatted(address, Answering.PORT, address.replace('.', '-'), weight)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
