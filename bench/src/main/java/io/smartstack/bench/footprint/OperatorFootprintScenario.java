// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.footprint;

import io.smartstack.apiserver.ApiServer;
import io.smartstack.bench.Figure;
import io.smartstack.bench.Limit;
import io.smartstack.bench.Samples;
import io.smartstack.bench.Scenario;
import io.smartstack.bench.Stage;
import io.smartstack.bench.parts.Child;
import io.smartstack.bench.parts.ImageFiles;
import io.smartstack.bench.parts.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the operator's image costs: from start to ready, and at rest. */
public final class OperatorFootprintScenario implements Scenario {

  /** 60 % of the chart's memory limit. */
  private static final String HEAP = "-Xmx230m";

  @Override
  public String name() {
    return "operator-footprint";
  }

  @Override
  public String about() {
    return "Memory (PSS) and processor time of the operator's image on a real API server: from start to"
        + " ready, with nothing to look after, and at rest.";
  }

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    Path home = ImageFiles.of("operator", stage.directory().resolve("prepare.log"));
    try (ApiServer api = ApiServer.start()) {
      for (String kind : List.of("smartservices", "zookeeperensembles")) {
        api.kubectl("apply", "--server-side", "-f", "crds/" + kind + ".smartstack.io-v1.yml");
      }
      String namespace = api.newNamespace("home");
      return new Run(stage, home, api, namespace).figures();
    }
  }

  /** One run of it. */
  private static final class Run {

    private final Stage stage;
    private final Path home;
    private final ApiServer api;
    private final String namespace;

    Run(Stage stage, Path home, ApiServer api, String namespace) {
      this.stage = stage;
      this.home = home;
      this.api = api;
      this.namespace = namespace;
    }

    private record Start(double seconds, double cpuSeconds, double pss) {}

    List<Figure> figures() throws IOException, InterruptedException {
      int rounds = stage.size().of(7, 1);
      List<Start> with = new ArrayList<>();
      List<Start> without = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        boolean last = i == rounds - 1;
        with.add(start("", "with" + i, Duration.ofSeconds(last ? stage.size().of(90, 2) : 0)));
        without.add(start("-XX:AOTMode=off", "without" + i, Duration.ZERO));
        stage.say(
            String.format(
                Locale.ROOT,
                "start → ready: %.2f s, CPU %.2f s; without the AOT cache %.2f s, CPU %.2f s",
                with.getLast().seconds(),
                with.getLast().cpuSeconds(),
                without.getLast().seconds(),
                without.getLast().cpuSeconds()));
      }
      String off = "the same without the AOT cache";
      return List.of(
          Figure.of(
              "operator: start → ready, CPU",
              "s",
              Samples.of(with.stream().map(Start::cpuSeconds).toList()).p50(),
              new Limit(off, Samples.of(without.stream().map(Start::cpuSeconds).toList()).p50()),
              null),
          Figure.of(
              "operator: start → ready",
              "s",
              Samples.of(with.stream().map(Start::seconds).toList()).p50(),
              new Limit(off, Samples.of(without.stream().map(Start::seconds).toList()).p50()),
              null),
          Figure.reported("operator at rest, PSS", "MiB", with.getLast().pss())
              .with(
                  "nothing to look after", "no SmartService, no ZooKeeperEnsemble; heap " + HEAP));
    }

    private Start start(String option, String name, Duration rest)
        throws IOException, InterruptedException {
      int health = freePort();
      long begin = System.nanoTime();
      try (Child operator =
          Child.start(
              List.of(
                  home.resolve("bin/operator").toString(),
                  "--operator-namespace=" + namespace,
                  "--identity=replica",
                  "--bind-address=127.0.0.1",
                  "--webhook-port=0",
                  "--health-port=" + health),
              Map.of(
                  "KUBECONFIG",
                  api.kubeconfig().toString(),
                  "SMARTSTACK_JAVA_OPTIONS",
                  HEAP + " " + option),
              stage.directory().resolve(name + ".log"))) {
        long deadline = begin + Duration.ofSeconds(90).toNanos();
        while (!ready(health)) {
          if (System.nanoTime() > deadline || !operator.lives()) {
            throw new IOException("the operator is not ready; see " + operator.log());
          }
          Thread.sleep(10);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = Processes.cpuSeconds(operator.pid());
        Thread.sleep(rest);
        return new Start(seconds, cpu, Processes.pssMebibytes(operator.pid()));
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      }
    }

    private static boolean ready(int port) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        socket.setSoTimeout(5000);
        socket
            .getOutputStream()
            .write(
                "GET /readyz HTTP/1.1\r\nHost: operator\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
      } catch (IOException e) {
        return false;
      }
    }
  }
}
