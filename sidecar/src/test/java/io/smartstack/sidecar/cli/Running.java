// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartstack.sidecar.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of the commands as the process that a user starts. */
final class Running implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Process process;
  private final int admin;
  private final Path log;

  private Running(Process process, int admin, Path log) {
    this.process = process;
    this.admin = admin;
    this.log = log;
  }

  /** Starts a command with an admin endpoint on a free port; its output goes to {@code log}. */
  static Running start(Path log, String... arguments) throws IOException {
    int admin = FreePort.take();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--admin", "127.0.0.1:" + admin));
    return new Running(launch(log, all), admin, log);
  }

  /** Runs a command to its end. */
  static int run(Path log, String... arguments) throws Exception {
    Process process = launch(log, List.of(arguments));
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + Files.readString(log));
    }
    return process.exitValue();
  }

  private static Process launch(Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.smartstack.sidecar.Main");
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Status code of an admin path, 0 while nobody answers. */
  int code(String path) {
    HttpResponse<String> answer = send("GET", path);
    return answer == null ? 0 : answer.statusCode();
  }

  String body(String path) {
    HttpResponse<String> answer = send("GET", path);
    return answer == null ? "" : answer.body();
  }

  JsonNode status() throws IOException {
    return new ObjectMapper().readTree(body("/status"));
  }

  int post(String path) {
    HttpResponse<String> answer = send("POST", path);
    return answer == null ? 0 : answer.statusCode();
  }

  private @Nullable HttpResponse<String> send(String method, String path) {
    URI uri = URI.create("http://127.0.0.1:" + admin + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException nobodyThere) {
      return null;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** All that it has said so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end; returns the exit status. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + log());
    }
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
