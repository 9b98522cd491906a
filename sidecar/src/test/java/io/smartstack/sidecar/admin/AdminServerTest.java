// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.drain.Drain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest implements Knowledge {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Drain drain =
      new Drain(
          () -> CompletableFuture.completedFuture(null),
          () -> {},
          () -> Set.of(new InetSocketAddress(1)),
          ports -> Set.of(),
          System::nanoTime);
  private Answer ready = Answer.yes("all registered");
  private AdminServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        AdminServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            this,
            drain,
            Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    server.close();
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/health,working",
    "/ready,all registered",
    "/started,configured",
    "/metrics,nerve_up 1.0"
  })
  void answersAQuestionWithItsReason(String path, String reason) throws Exception {
    HttpResponse<String> answer = send("GET", path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualToIgnoringNewLines(reason);
  }

  @Test
  void aNoIs503WithItsReason() throws Exception {
    ready = Answer.no("simple_http_service was never registered");

    HttpResponse<String> answer = send("GET", "/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("simple_http_service was never registered");
  }

  @Test
  void statusIsJsonInSmartStacksSnakeCase() throws Exception {
    HttpResponse<String> answer = send("GET", "/status");

    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .contains(
            "\"instance_id\" : \"service_a_node_1\"", "\"up_since\" : \"2016-06-22T09:11:14Z\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/ready", "/started", "/status", "/metrics", "/drained"})
  void whatReadsRefusesToBeWrittenTo(String path) throws Exception {
    assertThat(send("POST", path).statusCode()).isEqualTo(405);
    assertThat(drain.begun()).isFalse();
  }

  @Test
  void askingForDrainByGetChangesNothing() throws Exception {
    assertThat(send("GET", "/drain").statusCode()).isEqualTo(405);
    assertThat(drain.begun()).isFalse();
  }

  @Test
  void drainBeginsByPostAndDrainedWaitsForIt() throws Exception {
    assertThat(send("POST", "/drain").statusCode()).isEqualTo(202);
    assertThat(send("GET", "/drained").body()).contains("\"drained\" : true");

    assertThat(send("DELETE", "/drain").statusCode()).isEqualTo(200);
    assertThat(drain.begun()).isFalse();
  }

  @Test
  void anUnknownPathNamesTheKnownOnes() throws Exception {
    HttpResponse<String> answer = send("GET", "/nerve");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/status", "/ready");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true",
    "127.9.9.9,true",
    "::1,true",
    "::ffff:127.0.0.1,true",
    "10.0.0.7,false",
    "::ffff:10.0.0.7,false",
    "fd00::7,false",
    "0.0.0.0,false"
  })
  void onlyWhoeverIsOnThisMachineMayDrainIt(String caller, boolean may) throws Exception {
    assertThat(AdminServer.mayDrain(InetAddress.getByName(caller))).isEqualTo(may);
  }

  @Test
  void onEveryAddressItAnswersInBothFamilies() throws Exception {
    try (AdminServer everywhere =
        AdminServer.open(
            new InetSocketAddress("0.0.0.0", 0), this, drain, Duration.ofSeconds(30))) {
      int port = everywhere.address().getPort();
      assertThat(read("127.0.0.1", port)).startsWith("working");
      // A machine without IPv6 has no such address.
      if (NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null) {
        assertThat(read("[::1]", port)).startsWith("working");
      }
    }
  }

  private String read(String host, int port) throws Exception {
    URI uri = URI.create("http://" + host + ":" + port + "/health");
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Override
  public Answer health() {
    return Answer.yes("working");
  }

  @Override
  public Answer ready() {
    return ready;
  }

  @Override
  public Answer started() {
    return Answer.yes("configured");
  }

  @Override
  public Object status() {
    record Nerve(String instanceId, Instant upSince) {}
    return Map.of("nerve", new Nerve("service_a_node_1", Instant.parse("2016-06-22T09:11:14Z")));
  }

  @Override
  public String metrics() {
    return "nerve_up 1.0\n";
  }
}
