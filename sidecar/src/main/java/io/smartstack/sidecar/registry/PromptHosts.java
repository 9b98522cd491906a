// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers in random order, with a short pause after each round: the client itself pauses up to
 * 1 s before every attempt, and ZooKeeper's further second would make each reconnect later.
 *
 * <p>Says when a name has no address and when it has one again; the client would say so at every
 * attempt.
 */
final class PromptHosts implements HostProvider {

  private static final Logger log = LoggerFactory.getLogger(PromptHosts.class);
  private static final long PAUSE_AFTER_ROUND = Duration.ofMillis(100).toMillis();

  private final StaticHostProvider hosts;
  private final Set<String> nowhere = ConcurrentHashMap.newKeySet();

  PromptHosts(StaticHostProvider hosts) {
    this.hosts = hosts;
  }

  static PromptHosts of(String connectString) {
    return new PromptHosts(
        new StaticHostProvider(new ConnectStringParser(connectString).getServerAddresses()));
  }

  @Override
  public int size() {
    return hosts.size();
  }

  @Override
  public InetSocketAddress next(long pauseAfterRound) {
    InetSocketAddress next = hosts.next(Math.min(pauseAfterRound, PAUSE_AFTER_ROUND));
    String name = next.getHostString();
    if (next.isUnresolved() && nowhere.add(name)) {
      log.warn("zk: {} has no address; it is asked for again until it has one", name);
    } else if (!next.isUnresolved() && nowhere.remove(name)) {
      log.info("zk: {} has an address now", name);
    }
    return next;
  }

  @Override
  public void onConnected() {
    hosts.onConnected();
  }

  @Override
  public boolean updateServerList(
      Collection<InetSocketAddress> servers, InetSocketAddress current) {
    return hosts.updateServerList(servers, current);
  }
}
