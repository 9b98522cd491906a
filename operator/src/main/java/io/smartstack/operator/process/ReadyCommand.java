// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code operator ready URL}: what {@code helm test} runs. */
@Command(
    name = "ready",
    mixinStandardHelpOptions = true,
    description = "Asks a running operator whether it is ready, until it is or the time is over.")
final class ReadyCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Parameters(paramLabel = "URL", description = "Where its /readyz is.")
  private URI url = URI.create("");

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Override
  public Integer call() throws InterruptedException {
    var patience = new Patience(Duration.ofSeconds(timeoutSeconds), PAUSE);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      String answer = patience.until(() -> ask(http));
      System.out.println(answer.isEmpty() ? "ready" : "not ready: " + answer);
      return answer.isEmpty() ? 0 : 1;
    }
  }

  /** What is missing; empty when it is ready. */
  private String ask(HttpClient http) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? "" : response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
