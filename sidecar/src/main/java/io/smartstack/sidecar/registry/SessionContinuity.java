// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.io.IOException;
import java.time.Duration;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.Testable;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Opens ZooKeeper connections for Curator so that a session goes on wherever the servers allow it:
 * from the process before this one, and through outages longer than its timeout.
 *
 * <p>Curator presumes a session over once it was disconnected for its timeout. Only the servers
 * know: an ensemble that was down altogether gives every session its full timeout again. So a
 * session that was only presumed over is offered again, and a new one is opened when the servers
 * refuse it.
 */
final class SessionContinuity implements ZookeeperFactory {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private final @Nullable SavedSession inherited;
  private @Nullable Connection last;

  SessionContinuity(@Nullable SavedSession inherited) {
    this.inherited = inherited;
  }

  @Override
  public synchronized ZooKeeper newZooKeeper(
      String hosts, int sessionTimeout, Watcher watcher, boolean readOnly) throws IOException {
    Connection before = last;
    long id = 0;
    byte[] password = new byte[16];
    if (before == null && inherited != null) {
      id = inherited.id();
      password = inherited.secret();
    } else if (before != null && before.onlyPresumedOver) {
      id = before.getSessionId();
      password = before.getSessionPasswd();
    }
    Connection next =
        id == 0
            ? new Connection(hosts, sessionTimeout, watcher, readOnly)
            : new Connection(hosts, sessionTimeout, watcher, id, password, readOnly);
    last = next;
    return next;
  }

  private static ZKClientConfig config() {
    ZKClientConfig config = new PlainClient();
    // Without it a call waits for an answer as long as the connection looks alive.
    config.setProperty(
        ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(REQUEST_TIMEOUT.toMillis()));
    return config;
  }

  /** A connection that remembers whether Curator gave its session up by itself. */
  @SuppressWarnings("try") // its close() is declared to throw InterruptedException
  private static final class Connection extends ZooKeeper {

    private volatile boolean onlyPresumedOver;

    Connection(String hosts, int sessionTimeout, Watcher watcher, boolean readOnly)
        throws IOException {
      super(hosts, sessionTimeout, watcher, readOnly, PromptHosts.of(hosts), config());
    }

    Connection(
        String hosts,
        int sessionTimeout,
        Watcher watcher,
        long id,
        byte[] password,
        boolean readOnly)
        throws IOException {
      super(
          hosts, sessionTimeout, watcher, id, password, readOnly, PromptHosts.of(hosts), config());
    }

    // Curator takes this handle for one purpose: to make the session look expired.
    @Override
    public Testable getTestable() {
      onlyPresumedOver = true;
      return super.getTestable();
    }
  }
}
