// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.client.StaticHostProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PromptHostsTest {

  private final Logger ours = (Logger) LoggerFactory.getLogger(PromptHosts.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    ours.setLevel(Level.INFO);
    lines.start();
    ours.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    ours.detachAppender(lines);
    ours.setLevel(null);
  }

  @Test
  void aNameWithoutAddressIsSaidOnceAndOnceMoreWhenItHasOne() {
    var known = new AtomicBoolean();
    var hosts =
        new PromptHosts(
            new StaticHostProvider(
                List.of(InetSocketAddress.createUnresolved("zk-client.default.svc", 2181)),
                name -> addresses(known.get(), name)));

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(hosts.next(0).isUnresolved()).isTrue();
    }
    known.set(true);
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(hosts.next(0).isUnresolved()).isFalse();
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "zk: zk-client.default.svc has no address; it is asked for again until it has one",
            "zk: zk-client.default.svc has an address now");
  }

  private static InetAddress[] addresses(boolean known, String name) throws UnknownHostException {
    if (!known) {
      throw new UnknownHostException(name);
    }
    return new InetAddress[] {InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})};
  }
}
