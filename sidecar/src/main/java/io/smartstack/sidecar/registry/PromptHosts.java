// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * The servers in random order, with a short pause after each round: the client itself pauses up to
 * 1 s before every attempt, and ZooKeeper's further second would make each reconnect later.
 */
record PromptHosts(StaticHostProvider hosts) implements HostProvider {

  private static final long PAUSE_AFTER_ROUND = Duration.ofMillis(100).toMillis();

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
    return hosts.next(Math.min(pauseAfterRound, PAUSE_AFTER_ROUND));
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
