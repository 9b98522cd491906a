// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks: never counted as calls. */
final class Web {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int STATS = 3212;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Status and body; empty when nobody answers. */
  Optional<HttpResponse<String>> get(String address, int port, String path) {
    return send(request(address, port, path).GET().build(), PATIENCE);
  }

  /** As {@link #get}, but waits longer. */
  Optional<HttpResponse<String>> get(String address, int port, String path, Duration patience) {
    return send(request(address, port, path).GET().build(), patience);
  }

  /** Posts nothing to a path. */
  Optional<HttpResponse<String>> post(String address, int port, String path) {
    HttpRequest.Builder request = request(address, port, path);
    return send(request.POST(HttpRequest.BodyPublishers.noBody()).build(), PATIENCE);
  }

  /** Deletes a path. */
  Optional<HttpResponse<String>> delete(String address, int port, String path) {
    return send(request(address, port, path).DELETE().build(), PATIENCE);
  }

  /** What HAProxy's statistics page says of a service's servers: name to status such as UP. */
  Map<String, String> servers(String address, String service) {
    Map<String, String> servers = new LinkedHashMap<>();
    String csv = get(address, STATS, "/;csv").map(HttpResponse::body).orElse("");
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty()) {
      return servers;
    }
    List<String> heading = Arrays.asList(lines.getFirst().replace("# ", "").split(",", -1));
    int status = heading.indexOf("status");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      boolean server =
          cells.length > status
              && cells[0].equals(service)
              && !cells[1].equals("FRONTEND")
              && !cells[1].equals("BACKEND");
      if (server) {
        servers.put(cells[1], cells[status]);
      }
    }
    return servers;
  }

  private static HttpRequest.Builder request(String address, int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + path));
  }

  private Optional<HttpResponse<String>> send(HttpRequest request, Duration patience) {
    try {
      HttpRequest limited =
          HttpRequest.newBuilder(request, (n, v) -> true).timeout(patience).build();
      return Optional.of(http.send(limited, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException nobody) {
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
