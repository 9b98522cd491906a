// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** The pod that calls service-a at {@code localhost:3213}, and what its sidecar knows. */
final class Callers {

  private static final int ORDERS = 8080;
  static final int SIDECAR = 3210;
  static final int PER_SECOND = 130;

  private final Cluster cluster;
  private final String namespace;
  private final String app;

  Callers(Cluster cluster, String app) {
    this(cluster, Cluster.NAMESPACE, app);
  }

  Callers(Cluster cluster, String namespace, String app) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.app = app;
  }

  Pod pod() {
    return cluster.pods(namespace, app).stream()
        .filter(Cluster::ready)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pod of " + app + " is ready"));
  }

  void begin(int port) {
    cluster.tell(pod(), ORDERS, "POST", "/calls/%d/%d".formatted(port, PER_SECOND));
  }

  /** Calls of the last stretch of time whose outcome is known. */
  Calls lately(Duration stretch) {
    return Calls.of(cluster.ask(pod(), ORDERS, "GET", "/calls/" + stretch.toMillis()));
  }

  /** Ends the calls when there have been enough of them. */
  Calls end() {
    Awaitility.await("enough calls")
        .atMost(Duration.ofSeconds(60))
        .until(() -> lately(Duration.ofHours(1)).sent() >= Calls.LEAST);
    return Calls.of(cluster.told(pod(), ORDERS, "DELETE", "/calls"));
  }

  /** Ends the calls, whatever came of them. */
  void cancel() {
    cluster.ask(pod(), ORDERS, "DELETE", "/calls");
  }

  /** What its sidecar says of itself. */
  JsonNode status() {
    return cluster.ask(pod(), SIDECAR, "GET", "/status");
  }

  /** Its HAProxy's servers of a service. */
  List<Server> servers(String service) {
    return StreamSupport.stream(status().at("/synapse/servers").spliterator(), false)
        .filter(server -> server.path("section").asText().equals(service))
        .map(server ->
            new Server(
                server.path("server").asText().replaceFirst("_[^_]*$", ""),
                server.path("address").asText(),
                server.path("status").asText()))
        .sorted(Comparator.comparing(Server::name))
        .toList();
  }

  /** The names of service-a's servers that HAProxy calls. */
  List<String> called() {
    return called("service-a");
  }

  /** The names of a service's servers that HAProxy calls. */
  List<String> called(String service) {
    return servers(service).stream().filter(Server::up).map(Server::name).toList();
  }

  /**
   * One server, as HAProxy sees it.
   *
   * @param name of the backend: its pod's
   * @param address host and port
   * @param status HAProxy's word, as UP or DOWN
   */
  record Server(String name, String address, String status) {
    boolean up() {
      return status.startsWith("UP");
    }
  }
}
