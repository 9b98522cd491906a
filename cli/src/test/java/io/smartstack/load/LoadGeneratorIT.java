// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Against servers that misbehave, on loopback. */
final class LoadGeneratorIT {

  private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nn1";

  @Test
  void goodAnswersAreCountedByWhoGaveThem() throws Exception {
    List<Sample> samples = samples(answering(GOOD, false));

    assertThat(samples).allMatch(sample -> !sample.failed() && sample.node().equals("n1"));
    assertThat(samples).anyMatch(Sample::keepAlive).anyMatch(sample -> !sample.keepAlive());
  }

  @Test
  void aResetIsAFailureAndNothingIsSentTwice() throws Exception {
    AtomicInteger received = new AtomicInteger();
    List<Sample> samples =
        samples(socket -> {
          readRequest(socket);
          received.incrementAndGet();
          socket.setSoLinger(true, 0);
        });

    assertThat(samples).allMatch(sample -> sample.outcome() == Outcome.RESET);
    assertThat(samples).noneMatch(Sample::begun);
    assertThat(received.get()).isLessThanOrEqualTo(samples.size() + 20);
  }

  @Test
  void anEndWithoutAnAnswerIsAFailure() throws Exception {
    assertThat(samples(LoadGeneratorIT::readRequest))
        .allMatch(sample -> sample.outcome() == Outcome.NO_ANSWER && !sample.begun());
  }

  @Test
  void aBodyCutShortIsAFailureWhoseAnswerHadBegun() throws Exception {
    String cut = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf";
    assertThat(samples(answering(cut, true)))
        .allMatch(sample -> sample.outcome() == Outcome.SHORT && sample.begun());
  }

  @Test
  void aHeadCutShortIsAFailureWhoseAnswerHadBegun() throws Exception {
    assertThat(samples(answering("HTTP/1.1 200 OK\r\nConte", true)))
        .allMatch(sample -> sample.outcome() == Outcome.SHORT && sample.begun());
  }

  @Test
  void anythingBut200IsAFailure() throws Exception {
    String unavailable = "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n";
    assertThat(samples(answering(unavailable, false)))
        .allMatch(sample -> sample.outcome() == Outcome.NOT_200 && sample.status() == 503);
  }

  @Test
  void aServerThatStallsIsATimeoutAndDelaysNobodyElse() throws Exception {
    try (Misbehaving server = Misbehaving.start(Socket::getInetAddress, true)) {
      List<Sample> samples = run(server, Duration.ofMillis(300));

      assertThat(samples).allMatch(sample -> sample.outcome() == Outcome.TIMEOUT);
      assertThat(samples.getLast().startNanos() - samples.getFirst().startNanos())
          .as("20 requests at 100/s, each 0.3 s late, one after the other would take 6 s")
          .isLessThan(Duration.ofSeconds(5).toNanos());
    }
  }

  @Test
  void whatIsNoHttpIsAFailure() throws Exception {
    assertThat(samples(answering("hello\r\n\r\n", true)))
        .allMatch(sample -> sample.outcome() == Outcome.GARBAGE);
  }

  @Test
  void nobodyListeningIsAFailure() throws Exception {
    Misbehaving server = Misbehaving.start(answering(GOOD, false), false);
    try (LoadGenerator load = start(server, Duration.ofSeconds(5))) {
      Awaitility.await().until(() -> load.samples().size() > 5);
      server.close();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> load.samples().stream().anyMatch(s -> s.outcome() == Outcome.REFUSED));
      assertThat(load.samples()).anyMatch(sample -> !sample.failed());
    }
  }

  @Test
  void aConnectionClosedWithNoticeWhileIdleIsNoFailure() throws Exception {
    try (Misbehaving server = Misbehaving.start(answering(GOOD, true), false);
        LoadGenerator load = start(server, Duration.ofSeconds(5))) {
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> load.samples().size() > 40);

      // The end of each connection was there well before its next turn came.
      assertThat(load.reconnects()).isPositive();
      assertThat(load.samples()).noneMatch(Sample::failed);
    }
  }

  private static Misbehaving.Conduct answering(String answer, boolean once) {
    return socket -> {
      do {
        if (!readRequest(socket)) {
          return;
        }
        OutputStream out = socket.getOutputStream();
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } while (!once);
    };
  }

  private static boolean readRequest(Socket socket) throws IOException {
    int last = 0;
    while (last != 0x0D0A0D0A) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return false;
      }
      last = last << 8 | next;
    }
    return true;
  }

  private static List<Sample> samples(Misbehaving.Conduct conduct) throws Exception {
    try (Misbehaving server = Misbehaving.start(conduct, false)) {
      return run(server, Duration.ofSeconds(5));
    }
  }

  private static List<Sample> run(Misbehaving server, Duration patience) throws IOException {
    try (LoadGenerator load = start(server, patience)) {
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> load.samples().size() >= 20);
      return load.samples();
    }
  }

  private static LoadGenerator start(Misbehaving server, Duration patience) throws IOException {
    return LoadGenerator.start(
        InetAddress.getByName("127.0.0.3"),
        new InetSocketAddress("127.0.0.1", server.port()),
        "/whoami",
        8,
        100,
        patience);
  }
}
