// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one container of a member's pod. */
final class MemberContainer {

  /** Name of the volume, and of its claim. */
  static final String DATA = "data";

  private static final String FILES = "/etc/zookeeper-smartstack";

  /** Names of members change their addresses: Java mustn't keep either answer for long. */
  private static final List<String> JVM =
      List.of(
          "-Xmx256m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dsun.net.inetaddr.ttl=5",
          "-Dsun.net.inetaddr.negative.ttl=1");

  private MemberContainer() {}

  static Container desired(ZooKeeperEnsemble ensemble, String image) {
    return new ContainerBuilder()
        .withName("zookeeper")
        .withImage(image)
        .withCommand("bash", FILES + "/start.sh")
        .withEnv(environment(ensemble))
        .withPorts(
            port("client", Names.CLIENT_PORT),
            port("quorum", Names.QUORUM_PORT),
            port("election", Names.ELECTION_PORT))
        .withResources(resources(ensemble.getSpec().resources()))
        .withVolumeMounts(mount(DATA, "/data"), mount("tmp", "/tmp"), mount("config", FILES))
        .withStartupProbe(probe("ruok", "imok", 60))
        .withReadinessProbe(probe("srvr", "^Mode: ", 2))
        .withLivenessProbe(probe("ruok", "imok", 12))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        // Clients are led elsewhere before the connections that they have break.
        .withCommand("sleep", "3")
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  /** Volumes beside the one that a claim brings. */
  static List<Volume> volumes(ZooKeeperEnsemble ensemble) {
    Volume config =
        new VolumeBuilder()
            .withName("config")
            .withNewConfigMap()
            .withName(Names.configMap(ensemble.getMetadata().getName()))
            .endConfigMap()
            .build();
    return ensemble.getSpec().storage().ephemeral()
        ? List.of(memory("tmp", null), config, memory(DATA, ensemble.getSpec().storage().size()))
        : List.of(memory("tmp", null), config);
  }

  private static Volume memory(String name, @Nullable Quantity limit) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(limit)
        .endEmptyDir()
        .build();
  }

  private static List<EnvVar> environment(ZooKeeperEnsemble ensemble) {
    List<String> options = ensemble.getSpec().jvmOptions();
    String asked = options == null ? "" : " " + String.join(" ", options);
    return List.of(
        new EnvVarBuilder()
            .withName("POD_NAME")
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.name")
            .endValueFrom()
            .build(),
        new EnvVarBuilder()
            .withName("ZOO_SUPER_DIGEST")
            .withNewValueFrom()
            .withNewSecretKeyRef(
                SuperSecret.DIGEST, Names.secret(ensemble.getMetadata().getName()), false)
            .endValueFrom()
            .build(),
        variable("SERVER_JVMFLAGS", String.join(" ", JVM) + asked),
        variable("JMXDISABLE", "true"),
        variable("ZOO_LOG_DIR", "/tmp"));
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static ResourceRequirements resources(@Nullable ResourceRequirements asked) {
    return asked != null
        ? asked
        : new ResourceRequirementsBuilder()
            .withRequests(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("384Mi")))
            .withLimits(Map.of("memory", new Quantity("384Mi")))
            .build();
  }

  private static Probe probe(String word, String answer, int failures) {
    return new ProbeBuilder()
        .withNewExec()
        .withCommand("bash", FILES + "/ask.sh", word, answer)
        .endExec()
        .withPeriodSeconds(5)
        .withTimeoutSeconds(4)
        .withFailureThreshold(failures)
        .build();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }

  private static VolumeMount mount(String name, String path) {
    return new VolumeMountBuilder().withName(name).withMountPath(path).build();
  }
}
