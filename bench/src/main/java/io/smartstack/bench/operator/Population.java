// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.crd.v1.SmartService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The services that there are, and whom they use: each two others, and every fourth the first one,
 * too.
 *
 * @param services how many
 * @param pods of each service
 * @param namespaces over which services are spread
 * @param zookeeper the servers where they are registered, {@code "host:port", …}
 */
record Population(int services, int pods, int namespaces, String zookeeper) {

  private static final int FIRST_PORT = 20_000;

  /** The one that many use. */
  static final int POPULAR = 0;

  private static final int FANS = 4;

  int allPods() {
    return services * pods;
  }

  List<String> allNamespaces() {
    return IntStream.range(0, namespaces).mapToObj(it -> "shop-" + it).toList();
  }

  String namespace(int service) {
    return "shop-" + service % namespaces;
  }

  static String name(int service) {
    return "service-" + service;
  }

  static String pod(String service, int pod) {
    return service + "-7d9f8b6c54-" + pod;
  }

  /** Those whose files say how the popular one is found. */
  List<Integer> fans() {
    return IntStream.range(0, services).filter(it -> uses(it).contains(POPULAR)).boxed().toList();
  }

  private Set<Integer> uses(int service) {
    Set<Integer> uses =
        new TreeSet<>(List.of((service + 1) % services, (service * 7 + 3) % services));
    if (service % FANS == 0) {
      uses.add(POPULAR);
    }
    uses.remove(service);
    return uses;
  }

  List<SmartService> all() {
    return IntStream.range(0, services).mapToObj(this::service).toList();
  }

  private SmartService service(int service) {
    var uses = new ArrayList<String>();
    for (int used : uses(service)) {
      uses.add("{name: %s, namespace: %s}".formatted(name(used), namespace(used)));
    }
    return service(namespace(service), name(service), FIRST_PORT + service, uses);
  }

  /** One that uses nobody. */
  SmartService alone(String namespace, String name) {
    return service(namespace, name, FIRST_PORT - 1, List.of());
  }

  private SmartService service(String namespace, String name, int port, List<String> uses) {
    return Serialization.unmarshal(
        """
        apiVersion: smartstack.io/v1
        kind: SmartService
        metadata: {namespace: %s, name: %s}
        spec:
          ensemble: {hosts: [%s]}
          nerve:
            port: 8000
            checkInterval: 2
            checks: [{type: http, uri: /health, timeout: 0.2, rise: 3, fall: 3}]
          synapse:
            port: %d
            haproxy:
              mode: http
              listen: [option httpchk GET /health]
              serverOptions: check inter 2s rise 3 fall 2
          uses: [%s]
        """
            .formatted(namespace, name, zookeeper, port, String.join(", ", uses)),
        SmartService.class);
  }
}
