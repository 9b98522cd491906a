// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SmartServiceSpec;
import io.smartstack.crd.v1.SmartServiceStatus;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.registry.EnsembleId;
import io.smartstack.operator.registry.PathView;
import io.smartstack.operator.registry.RegisteredBackend;
import io.smartstack.operator.registry.SidecarReport;
import io.smartstack.operator.service.PodFacts.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tests make statuses of: a healthy service, changed by each test where it matters. */
final class Things {

  static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  static final Owner REPLICA_SET = new Owner("ReplicaSet", "a-1", "owner-1");
  static final String FILES = "0123456789abcdef";
  static final String NERVE =
      "{\"ensemble\":{\"name\":\"zk\"},\"nerve\":{\"port\":8080},\"synapse\":{\"port\":3213}}";
  static final String CALLS = "{\"ensemble\":{\"name\":\"zk\"},\"uses\":[{\"name\":\"b\"}]}";

  final SmartService service;
  final List<PodFacts> pods = new ArrayList<>();
  final Map<String, SidecarReport> reports = new HashMap<>();
  final Map<String, String> wanted = new HashMap<>();
  final List<RegisteredBackend> backends = new ArrayList<>();
  Set<String> callers = Set.of();
  Set<String> stale = Set.of();
  Set<String> behind = Set.of();
  EnsembleSeen ensemble = EnsembleSeen.READY;
  boolean connected = true;
  boolean loaded = true;
  @Nullable Instant since = NOW.minusSeconds(600);
  @Nullable String configuration = FILES;
  List<Finding> compiled = List.of();
  RepairPlan repair = RepairPlan.NONE;

  Things(String spec) {
    service = service("a", spec);
  }

  static SmartService service(String name, String spec) {
    SmartService service = new SmartService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withUid("uid-" + name)
            .withGeneration(7L)
            .build());
    service.setSpec(Serialization.unmarshal(spec, SmartServiceSpec.class));
    return service;
  }

  /** A pod with a sidecar that is registered and has the files. */
  Things healthy(String name) {
    pods.add(new PodMaker(name).make());
    wanted.put(name, FILES);
    reports.put(name, report(name, FILES));
    backends.add(backend(name));
    return this;
  }

  static RegisteredBackend backend(String name) {
    return new RegisteredBackend(name, "10.0.0.1", "8080", NOW.minusSeconds(60), 1);
  }

  static SidecarReport report(String pod, String files) {
    return new SidecarReport("shop", pod, files, "1.0", Set.of(), Set.of(), false, null);
  }

  static SidecarReport refusing(String pod, String files, String why) {
    return new SidecarReport("shop", pod, files, "1.0", Set.of(), Set.of(), false, why);
  }

  Observed observed() {
    return new Observed(
        service,
        new EnsembleId.Named("shop", "zk"),
        pods,
        wanted,
        reports,
        callers,
        stale,
        behind,
        ensemble,
        new PathView(connected, since, loaded, backends),
        ServiceName.zkPath(service),
        configuration,
        compiled,
        repair,
        "1.0",
        NOW);
  }

  List<Finding> findings() {
    return new Findings(observed()).list();
  }

  SmartServiceStatus status() {
    return StatusOf.observed(observed(), findings());
  }

  Condition condition(String type) {
    List<Condition> conditions = status().conditions();
    return conditions == null
        ? new Condition()
        : conditions.stream().filter(it -> it.getType().equals(type)).findFirst().orElseThrow();
  }
}
