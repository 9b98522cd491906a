// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.smartstack.apiserver.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A replica of the real operator in this JVM, under a service account's rights. */
final class Running implements AutoCloseable {

  private final OperatorProcess process;
  private final AtomicReference<WebhookDoor> door = new AtomicReference<>();
  private final AtomicReference<String> lost = new AtomicReference<>("");

  Running(ApiServer api, String home, String identity, Set<String> namespaces) {
    var terms =
        new LeaderTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(1));
    var settings =
        new Settings(
            namespaces,
            home,
            identity,
            true,
            "smartstack-operator",
            terms,
            "127.0.0.1",
            0,
            0,
            "smartstack-webhook",
            "smartstack",
            List.of("127.0.0.1"),
            true,
            "smartstack/sidecar:1",
            "smartstack/zookeeper",
            "IfNotPresent",
            "cluster.local",
            null,
            null);
    process =
        new OperatorProcess(
            api.config(api.token(home, "smartstack")),
            settings,
            with -> {
              Parts.Works works = new Rooms().assemble(with);
              door.set((WebhookDoor) works.serving());
              return works;
            },
            lost::set);
    process.start();
  }

  int webhookPort() {
    return door.get().port();
  }

  boolean leads() {
    return process.leads();
  }

  /** Why the Lease was lost; empty while it wasn't. */
  String lost() {
    return lost.get();
  }

  URI door(String path) {
    return URI.create("http://127.0.0.1:" + process.healthPort() + path);
  }

  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(door(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
