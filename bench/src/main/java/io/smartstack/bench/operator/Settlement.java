// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.smartstack.apiserver.Kubelet;
import io.smartstack.bench.parts.Crowd;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.Compilation;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.Lookup;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.compile.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Brings a population into a cluster, and takes back what the operator made of it. */
record Settlement(Cluster cluster, Population population) {

  static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private static final Crowd CROWD = new Crowd(16);

  /** Has the real webhook make one pod, to be copied. */
  PodTemplate template() throws Exception {
    KubernetesClient client = cluster.client();
    cluster.namespaces(List.of(PodTemplate.NAMESPACE));
    SmartService service = population.alone(PodTemplate.NAMESPACE, PodTemplate.SERVICE);
    client.resource(service).create();
    try (Replica operator = cluster.operator()) {
      while (!operator.ready()) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      Pod made = client.resource(PodTemplate.bare()).create();
      if (made.getSpec().getInitContainers().isEmpty()) {
        throw new IllegalStateException("the webhook left the pod as it was");
      }
      Pod running = new Kubelet(client).ready(made, PodTemplate.address());
      client.resource(made).withGracePeriod(0).delete();
      client.resource(service).delete();
      return PodTemplate.of(running);
    }
  }

  /** Makes all services, pods, registrations and reports. */
  void fill(PodTemplate template, Sidecars sidecars) throws Exception {
    KubernetesClient client = cluster.client();
    cluster.namespaces(population.allNamespaces());
    CROWD.each(population.all(), service -> client.resource(service).create());
    Map<ServiceName, SmartService> services = new HashMap<>();
    client
        .resources(SmartService.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(it -> services.put(ServiceName.of(it), it));
    Lookup lookup = name -> Optional.ofNullable(services.get(name));
    var compiler = new Compiler(Surroundings.inCluster("cluster.local"));
    CROWD.each(
        IntStream.range(0, population.services()).boxed().toList(),
        number -> {
          String namespace = population.namespace(number);
          String name = Population.name(number);
          SmartService service =
              Objects.requireNonNull(services.get(new ServiceName(namespace, name)));
          Compilation compiled = compiler.compile(List.of(service), lookup, null);
          String config = Objects.requireNonNull(compiled.files()).fingerprint();
          List<String> calls = compiled.calls().stream().map(it -> it.key(namespace)).toList();
          for (int i = 0; i < population.pods(); i++) {
            String pod = Population.pod(name, i);
            int address = number * population.pods() + i;
            client.resource(template.pod(namespace, name, pod, address)).create();
            client
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .subresource("status")
                .patch(MERGE, template.statusPatch(PodTemplate.address(address)));
            sidecars.up(namespace, name, pod, PodTemplate.address(address), config, calls);
          }
        });
    sidecars.settle();
  }

  /** Takes every ConfigMap and status away, as if there had never been an operator. */
  void blank() throws Exception {
    KubernetesClient client = cluster.client();
    for (String namespace : population.allNamespaces()) {
      client
          .configMaps()
          .inNamespace(namespace)
          .withLabel("app.kubernetes.io/managed-by", "smartstack-operator")
          .delete();
    }
    CROWD.each(
        population.all(),
        service ->
            client.resource(service).subresource("status").patch(MERGE, "{\"status\":null}"));
  }
}
