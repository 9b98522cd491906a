// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Real members, on port 2181. */
final class ZooKeeperMembers implements Members {

  private static final int SESSION_MILLIS = 10_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int CONNECT_MILLIS = 5_000;

  private final BooleanSupplier leads;

  /**
   * Makes one.
   *
   * @param leads whether this process may change anything now; asked at the last moment, because
   *     what members do no gate in a Kubernetes client can hold back
   */
  ZooKeeperMembers(BooleanSupplier leads) {
    this.leads = leads;
  }

  @Override
  public Answer ask(String host) {
    try {
      Mode mode = mode(FourLetterWord.ask(host, Names.CLIENT_PORT, "srvr"));
      return mode.serves()
          ? new Answer(
              mode,
              Membership.parse(FourLetterWord.ask(host, Names.CLIENT_PORT, "conf")).orElse(null))
          : Answer.WAITING;
    } catch (IOException e) {
      return Answer.SILENT;
    }
  }

  /** Reads the answer to {@code srvr}. */
  static Mode mode(String srvr) {
    return srvr.lines()
        .filter(line -> line.startsWith("Mode: "))
        .findFirst()
        .map(line ->
            switch (line.substring("Mode: ".length()).strip()) {
              case "leader" -> Mode.LEADER;
              case "follower" -> Mode.FOLLOWER;
              case "observer" -> Mode.OBSERVER;
              default -> Mode.WAITING;
            })
        .orElse(Mode.WAITING);
  }

  @Override
  public void reconfigure(
      String host,
      String credentials,
      @Nullable String joining,
      @Nullable Integer leaving,
      long version) {
    try {
      change(host, credentials, joining, leaving == null ? null : leaving.toString(), version);
    } catch (KeeperException | IOException e) {
      throw new ReconfigurationException(
          "%s did not take the new membership: %s".formatted(host, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReconfigurationException("interrupted", e);
    }
  }

  private void change(
      String host,
      String credentials,
      @Nullable String joining,
      @Nullable String leaving,
      long version)
      throws IOException, InterruptedException, KeeperException {
    requireLead(host);
    var config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Integer.toString(REQUEST_MILLIS));
    var connected = new CountDownLatch(1);
    var admin =
        new ZooKeeperAdmin(
            host + ":" + Names.CLIENT_PORT,
            SESSION_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            config);
    try {
      if (!connected.await(CONNECT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("no session with " + host);
      }
      admin.addAuthInfo("digest", credentials.getBytes(UTF_8));
      requireLead(host);
      admin.reconfigure(joining, leaving, null, version, new Stat());
    } finally {
      admin.close(CONNECT_MILLIS);
    }
  }

  private void requireLead(String host) throws IOException {
    if (!leads.getAsBoolean()) {
      throw new IOException("not sent to " + host + ", because this replica doesn't lead");
    }
  }
}
