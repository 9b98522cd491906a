// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;

/** One ZooKeeper ensemble and this process's session there. */
public final class Ensemble {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final List<String> hosts;
  private final CuratorFramework client;
  private volatile State state = State.CONNECTING;

  private Ensemble(List<String> hosts, CuratorFramework client) {
    this.hosts = hosts;
    this.client = client;
  }

  static Ensemble connect(List<String> hosts, Duration sessionTimeout) {
    CuratorFramework client =
        CuratorFrameworkFactory.builder()
            .connectString(String.join(",", hosts))
            .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
            .connectionTimeoutMs(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
            .retryPolicy(new RetryNTimes(0, 0))
            .dontUseContainerParents()
            .build();
    Ensemble ensemble = new Ensemble(hosts, client);
    client.getConnectionStateListenable().addListener((c, s) -> ensemble.state = stateOf(s));
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
    /** The session is over: its watches and ephemeral znodes are gone; a new one is coming. */
    EXPIRED
  }

  /** {@code host:port} of the servers, sorted. */
  public List<String> hosts() {
    return hosts;
  }

  /** The client; its calls fail at once or within 5 s while there is no connection. */
  public CuratorFramework client() {
    return client;
  }

  /** What the session is doing now. */
  public State state() {
    return state;
  }

  /**
   * Tells of every change of state, in order, on a thread that must not be blocked. After {@code
   * EXPIRED} comes {@code CONNECTED} with a new session.
   */
  public void onState(Consumer<State> listener) {
    client.getConnectionStateListenable().addListener((c, s) -> listener.accept(stateOf(s)));
  }

  private static State stateOf(ConnectionState state) {
    return switch (state) {
      case CONNECTED, RECONNECTED, READ_ONLY -> State.CONNECTED;
      case SUSPENDED -> State.DISCONNECTED;
      case LOST -> State.EXPIRED;
    };
  }

  void close() {
    client.close();
  }
}
