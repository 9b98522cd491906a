// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Machines files and Kubernetes files, which together are one site. */
final class SiteFiles {

  private SiteFiles() {}

  /**
   * Reads the machines of one or several files.
   *
   * @param base the directory of all machines; compiled files go there
   * @throws LocalException when a file can't be read or has problems; all of them are listed
   */
  static List<MachineSpec> read(List<Path> files, Path base) {
    List<Path> described = files.stream().filter(file -> !Manifests.isManifest(file)).toList();
    List<MachineSpec> machines =
        new ArrayList<>(described.isEmpty() ? List.of() : MachinesFile.read(described));
    List<String> problems = new ArrayList<>();
    Manifests manifests = new Manifests();
    files.stream()
        .filter(file -> !described.contains(file))
        .forEach(file -> manifests.read(file, new MachinesFile.Problems(file, problems)));
    LoopbackAddresses addresses =
        new LoopbackAddresses(base.toAbsolutePath().normalize(), machines);
    EnsembleMachines ensembles = new EnsembleMachines(addresses);
    manifests.ensembles().forEach(ensembles::add);
    ServiceFiles services = new ServiceFiles(base.toAbsolutePath().normalize(), ensembles);
    manifests.services().forEach(services::add);
    DeploymentMachines deployments = new DeploymentMachines(addresses, services);
    manifests.deployments().forEach(deployments::add);
    machines.addAll(ensembles.machines());
    machines.addAll(deployments.machines());
    problems.addAll(MachinesFile.contradictions(machines));
    if (!problems.isEmpty()) {
      throw new LocalException("The machines can't be started:", problems);
    }
    return List.copyOf(machines);
  }
}
