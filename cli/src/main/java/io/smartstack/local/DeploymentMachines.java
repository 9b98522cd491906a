// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.compile.PodServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One machine per replica of a Deployment. */
final class DeploymentMachines {

  private static final int MOST = 100;
  private static final int SOME_PORT = 1;

  private final LoopbackAddresses addresses;
  private final ServiceFiles files;
  private final List<MachineSpec> machines = new ArrayList<>();

  DeploymentMachines(LoopbackAddresses addresses, ServiceFiles files) {
    this.addresses = addresses;
    this.files = files;
  }

  List<MachineSpec> machines() {
    return List.copyOf(machines);
  }

  void add(Manifest deployment) {
    PodServices pod = services(deployment);
    int served = pod == null ? 0 : files.port(pod, deployment.namespace());
    Application application = ApplicationReader.read(deployment, served);
    ServiceFiles.OnDisk compiled = pod == null ? null : files.write(deployment, pod);
    int replicas = deployment.at("spec.replicas").asInt(1);
    if (replicas < 0 || replicas > MOST) {
      deployment.problem("spec.replicas", "expected a whole number from 0 to " + MOST);
      return;
    }
    JsonNode template = deployment.at("spec.template.spec");
    for (String name : Nodes.names(template, deployment.name(), replicas)) {
      machines.add(machine(deployment, name, application, compiled));
    }
  }

  private MachineSpec machine(
      Manifest deployment,
      String name,
      Application application,
      ServiceFiles.@Nullable OnDisk compiled) {
    String address = addresses.of(name);
    Map<String, String> fields =
        Map.of(
            "metadata.name", name,
            "metadata.namespace", deployment.namespace(),
            "status.podIP", address,
            "status.hostIP", address,
            "spec.nodeName", name);
    Map<String, String> environment = Expansion.environment(application.environment(), fields);
    MachineSpec.Service service =
        new MachineSpec.Service(
            Expansion.command(application.command(), environment),
            Math.max(application.port(), SOME_PORT),
            Map.of(),
            environment,
            true);
    return compiled == null
        ? new MachineSpec(name, address, null, service, null, null, false)
        : new MachineSpec(name, address, null, service, compiled.nerve(), compiled.synapse(), true);
  }

  /** The SmartServices that the pods' label names; null for none, or when they opt out. */
  private static @Nullable PodServices services(Manifest deployment) {
    JsonNode json = deployment.at("spec.template.metadata");
    try {
      ObjectMeta metadata =
          Manifests.YAML.treeToValue(
              json.isObject() ? json : Manifests.YAML.createObjectNode(), ObjectMeta.class);
      List<String> names = PodServices.namesOf(metadata);
      boolean optedOut = json.path("annotations").path(SmartStack.INJECT).asText().equals("false");
      return names.isEmpty() || optedOut ? null : new PodServices(names);
    } catch (JsonProcessingException broken) {
      deployment.problem("spec.template.metadata", broken.getOriginalMessage());
      return null;
    }
  }
}
