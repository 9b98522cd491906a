// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One ZooKeeper ensemble and this process's session there. */
public final class Ensemble {

  private static final Logger log = LoggerFactory.getLogger(Ensemble.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT_OFFLINE = Duration.ofSeconds(1);

  private final List<String> hosts;
  private final CuratorFramework client;
  private final @Nullable StateDirectory states;
  private final long inherited;
  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Object> claims = new ConcurrentHashMap<>();
  private volatile State state = State.CONNECTING;
  private volatile boolean reattached;
  private long saved;

  private Ensemble(
      List<String> hosts,
      CuratorFramework client,
      @Nullable StateDirectory states,
      long inherited) {
    this.hosts = hosts;
    this.client = client;
    this.states = states;
    this.inherited = inherited;
    this.saved = inherited;
  }

  static Ensemble connect(
      List<String> hosts, Duration sessionTimeout, @Nullable StateDirectory states) {
    String connectString = String.join(",", hosts);
    // Curator would swallow what it can't read and never connect.
    ConnectStringParser checked = new ConnectStringParser(connectString);
    Optional<SavedSession> session = states == null ? Optional.empty() : states.load(hosts);
    CuratorFramework client =
        CuratorFrameworkFactory.builder()
            .connectString(connectString)
            .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
            .connectionTimeoutMs(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
            .retryPolicy(new RetryNTimes(0, 0))
            .zookeeperFactory(new SessionContinuity(session.orElse(null)))
            .ensembleTracker(false)
            .defaultData(new byte[0])
            .dontUseContainerParents()
            .build();
    Ensemble ensemble =
        new Ensemble(hosts, client, states, session.map(SavedSession::id).orElse(0L));
    client.getConnectionStateListenable().addListener((c, s) -> ensemble.changed(s));
    log.atInfo()
        .addKeyValue("hosts", hosts)
        .log(
            "creating pooled connection to {} ({} servers)",
            connectString,
            checked.getServerAddresses().size());
    client.start();
    return ensemble;
  }

  /** What the session is doing. */
  public enum State {
    /** Never connected so far. */
    CONNECTING,
    /** Connected; watches and ephemeral znodes of this session stand. */
    CONNECTED,
    /** Connection lost; the session may still stand and so may its znodes. */
    DISCONNECTED,
    /**
     * The session is over, or was disconnected for so long that it is presumed over. Watches are
     * gone and must be set again after the next {@code CONNECTED}, which comes with a new session
     * or, if only presumed and the servers still hold it, with the same one and its znodes.
     */
    EXPIRED
  }

  /** {@code host:port} of the servers, sorted. */
  public List<String> hosts() {
    return hosts;
  }

  /**
   * The client. Without a connection its calls wait up to 5 s for one and fail; with one they fail
   * 10 s after the request at the latest. It repeats nothing by itself.
   */
  public CuratorFramework client() {
    return client;
  }

  /** What the session is doing now. */
  public State state() {
    return state;
  }

  /**
   * Tells of every change of state, in order, on a thread that must not be blocked. After {@code
   * EXPIRED} comes {@code CONNECTED}.
   *
   * @return takes the listener away again
   */
  public Runnable onState(Consumer<State> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * The id of the session, which owns its ephemeral znodes; 0 while there is none.
   *
   * @throws Exception when the client is closed
   */
  public long sessionId() throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }

  /** Whether the first session of this process was its predecessor's. */
  public boolean reattached() {
    return reattached;
  }

  /**
   * Every ephemeral znode of this session.
   *
   * @throws Exception when there is no connection, or the servers are older than 3.6
   */
  public List<String> ephemerals() throws Exception {
    if (state != State.CONNECTED) {
      throw new KeeperException.ConnectionLossException();
    }
    return client.getZookeeperClient().getZooKeeper().getEphemerals();
  }

  /** Makes a znode one user's in this process, whoever claimed it before. */
  public void claim(String path, Object user) {
    claims.put(path, user);
  }

  /** Ends the user's claim; nothing happens when the znode is another's by now. */
  public void release(String path, Object user) {
    claims.remove(path, user);
  }

  /** Whether another user in this process claims the znode. */
  public boolean claimedByOther(String path, Object user) {
    Object holder = claims.get(path);
    return holder != null && !holder.equals(user);
  }

  private void changed(ConnectionState change) {
    State next =
        switch (change) {
          case CONNECTED, RECONNECTED, READ_ONLY -> State.CONNECTED;
          case SUSPENDED -> State.DISCONNECTED;
          case LOST -> State.EXPIRED;
        };
    if (next == State.CONNECTED) {
      established();
    } else if (state == State.CONNECTING) {
      return;
    }
    state = next;
    log.atLevel(next == State.CONNECTED ? Level.INFO : Level.WARN)
        .addKeyValue("hosts", hosts)
        .log("zk connection to {} is {}", String.join(",", hosts), next);
    listeners.forEach(listener -> listener.accept(next));
  }

  // Before any listener hears of the session, so that no znode of it can outlive this process
  // without its successor being able to find the session.
  private void established() {
    try {
      ZooKeeper session = client.getZookeeperClient().getZooKeeper();
      long id = session.getSessionId();
      if (state == State.CONNECTING) {
        reattached = id != 0 && id == inherited;
        log.atInfo()
            .addKeyValue("hosts", hosts)
            .log(
                reattached
                    ? "session of the process before continued at {}"
                    : "successfully created zk connection to {}",
                String.join(",", hosts));
      }
      if (states != null && id != saved) {
        states.save(SavedSession.of(hosts, id, session.getSessionPasswd()));
        saved = id;
      }
    } catch (Exception e) {
      log.atWarn().log("session at {} can't be saved: {}", hosts, e.toString());
    }
  }

  /**
   * Ends the session. Its file goes only when the servers heard of the end: an unheard session is
   * one the next process can continue and clean up.
   */
  void close() {
    boolean connected = client.getZookeeperClient().isConnected();
    log.atInfo()
        .addKeyValue("hosts", hosts)
        .log("closing zk connection to {}", String.join(",", hosts));
    Thread closing = Thread.ofVirtual().name("zookeeper-close").start(client::close);
    try {
      boolean done = closing.join(connected ? CLOSE_TIMEOUT : CLOSE_TIMEOUT_OFFLINE);
      if (states != null && connected && done) {
        states.delete(hosts);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
