// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import io.smartstack.crd.v1.EnsembleReference;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.Compilation;
import io.smartstack.operator.compile.CompileProblem;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.Files;
import io.smartstack.operator.compile.PodServices;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.compile.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SmartServices compiled as the operator compiles them, for machines instead of pods. */
final class ServiceFiles {

  /** Below the directory of all machines; no machine's. */
  private static final String COMPILED = ".compiled";

  private final Path base;
  private final EnsembleMachines ensembles;
  private final Map<ServiceName, SmartService> services = new HashMap<>();
  private boolean ensembleMissing;

  /** A machine's two files. */
  record OnDisk(Path nerve, Path synapse) {}

  ServiceFiles(Path base, EnsembleMachines ensembles) {
    this.base = base;
    this.ensembles = ensembles;
  }

  void add(Manifest manifest) {
    SmartService service = Manifests.service(manifest);
    if (service == null || incomplete(manifest, service)) {
      return;
    }
    EnsembleReference reference = service.getSpec().ensemble();
    if (ensembles.hosts(reference, manifest.namespace()).isEmpty()) {
      ensembleMissing = true;
      manifest.problem(
          "spec.ensemble",
          "no ZooKeeperEnsemble %s in the files; give its file, too".formatted(reference.name()));
    }
    if (services.put(ServiceName.of(service), service) != null) {
      manifest.problem("", "given twice");
    }
  }

  /** What the API server would not have let in, and what nothing can be made of. */
  private static boolean incomplete(Manifest manifest, SmartService service) {
    List<String> missing = new ArrayList<>();
    if (manifest.at("spec.ensemble").isMissingNode()) {
      missing.add("spec.ensemble");
    }
    if (service.getSpec().nerve() != null) {
      if (manifest.at("spec.nerve.port").isMissingNode()) {
        missing.add("spec.nerve.port");
      }
      for (int i = 0; i < manifest.at("spec.nerve.checks").size(); i++) {
        if (!manifest.at("spec.nerve.checks").get(i).has("type")) {
          missing.add("spec.nerve.checks[" + i + "].type");
        }
      }
    }
    for (int i = 0; i < manifest.at("spec.uses").size(); i++) {
      if (!manifest.at("spec.uses").get(i).has("name")) {
        missing.add("spec.uses[" + i + "].name");
      }
    }
    missing.forEach(path -> manifest.problem(path, "missing"));
    return !missing.isEmpty();
  }

  /** Port that the pod's first service provides, 0 for none. */
  int port(PodServices pod, String namespace) {
    SmartService service = services.get(new ServiceName(namespace, pod.first()));
    return service == null || service.getSpec().nerve() == null
        ? 0
        : service.getSpec().nerve().port();
  }

  /** Writes the files of a pod's services; null when there are problems. */
  @Nullable OnDisk write(Manifest deployment, PodServices pod) {
    List<SmartService> own = new ArrayList<>();
    for (String name : pod.names()) {
      SmartService service = services.get(new ServiceName(deployment.namespace(), name));
      if (service == null) {
        deployment.problem(
            "spec.template.metadata",
            "no SmartService " + name + " in the files; give its file, too");
      } else {
        own.add(service);
      }
    }
    if (own.size() < pod.names().size()) {
      return null;
    }
    Compilation made =
        new Compiler(Surroundings.onMachine(ensembles::hosts, "${DIR}", "${ADDRESS}"))
            .compile(own, name -> Optional.ofNullable(services.get(name)), null);
    made.problems().stream()
        // That there is no ensemble has been said.
        .filter(problem -> !ensembleMissing || problem.kind() != CompileProblem.Kind.REFUSED)
        .forEach(problem ->
            deployment.problem(
                "", "SmartService " + problem.service().name() + ": " + problem.message()));
    return made.problems().isEmpty()
        ? onDisk(
            deployment.namespace() + "." + pod.configMap(), Objects.requireNonNull(made.files()))
        : null;
  }

  private OnDisk onDisk(String name, Files files) {
    try {
      Path directory = java.nio.file.Files.createDirectories(base.resolve(COMPILED).resolve(name));
      return new OnDisk(
          java.nio.file.Files.writeString(directory.resolve(Files.NERVE), files.nerve()),
          java.nio.file.Files.writeString(directory.resolve(Files.SYNAPSE), files.synapse()));
    } catch (IOException failure) {
      throw new UncheckedIOException("the files of " + name + " can't be written", failure);
    }
  }
}
