// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.smartstack.crd.v1.Advertise;
import io.smartstack.crd.v1.LogFormat;
import io.smartstack.crd.v1.LogLevel;
import io.smartstack.crd.v1.SidecarSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two native sidecars: what they are, and how they are known again. */
final class Sidecars {

  private static final List<String> HAPROXY_COMMAND =
      List.of(Words.BIN + "haproxy-container", Words.RUN);
  private static final List<String> SMARTSTACK_COMMAND = List.of(Words.BIN + "sidecar");
  private static final String ALWAYS = "Always";

  private final SidecarDefaults defaults;
  private final Optional<SidecarSpec> wanted;
  private final Advertise advertise;
  private final boolean podBudget;

  /**
   * Of one pod.
   *
   * @param podBudget whether the pod has resources as a whole: containers then share them
   */
  Sidecars(SidecarDefaults defaults, InjectionDecision.Inject decision, boolean podBudget) {
    this.defaults = defaults;
    this.wanted = Optional.ofNullable(decision.sidecar());
    this.advertise = decision.advertise();
    this.podBudget = podBudget;
  }

  /** Whether both are in the pod, made by us or copied from a pod that we made. */
  static boolean areIn(Pod pod) {
    List<Container> all = pod.getSpec().getInitContainers();
    return all.stream().anyMatch(Sidecars::isHaproxy)
        && all.stream().anyMatch(Sidecars::isSmartstack);
  }

  static boolean isHaproxy(Container container) {
    return isOurs(container, Words.HAPROXY, HAPROXY_COMMAND);
  }

  static boolean isSmartstack(Container container) {
    return isOurs(container, Words.SMARTSTACK, SMARTSTACK_COMMAND);
  }

  private static boolean isOurs(Container container, String name, List<String> command) {
    return name.equals(container.getName())
        && ALWAYS.equals(container.getRestartPolicy())
        && command.equals(container.getCommand());
  }

  Container haproxy() {
    return container(Words.HAPROXY)
        .withCommand(HAPROXY_COMMAND)
        .withResources(
            resources(
                wanted.map(SidecarSpec::haproxyResources).orElse(null),
                defaults.haproxyResources()))
        .withVolumeMounts(mount(Words.RUN_VOLUME, Words.RUN, false))
        .build();
  }

  Container smartstack(long drainDeadlineSeconds) {
    return container(Words.SMARTSTACK)
        .withCommand(SMARTSTACK_COMMAND)
        .withArgs(arguments(drainDeadlineSeconds))
        .withEnv(environment())
        .addNewPort()
        .withName(Words.SMARTSTACK)
        .withContainerPort(Words.PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(probe("/started", 1, 2, 120))
        .withReadinessProbe(probe("/ready", 2, 2, 3))
        .withLivenessProbe(probe("/health", 10, 5, 6))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand("/bin/touch", Words.DRAIN_FILE)
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withResources(
            resources(wanted.map(SidecarSpec::resources).orElse(null), defaults.resources()))
        .withVolumeMounts(
            mount(Words.RUN_VOLUME, Words.RUN, false),
            mount(Words.CONFIG_VOLUME, Words.CONFIG, true))
        .build();
  }

  private ContainerBuilder container(String name) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(wanted.map(SidecarSpec::image).orElse(defaults.image()))
        .withImagePullPolicy(defaults.pullPolicy())
        .withRestartPolicy(ALWAYS)
        .withSecurityContext(unprivileged())
        .withTerminationMessagePolicy("FallbackToLogsOnError");
  }

  private static List<String> arguments(long drainDeadlineSeconds) {
    return List.of(
        "--nerve",
        Words.CONFIG + "/nerve.conf.json",
        "--synapse",
        Words.CONFIG + "/synapse.conf.json",
        "--admin",
        "0.0.0.0:" + Words.PORT,
        "--state-dir",
        Words.RUN,
        "--haproxy",
        "beside",
        "--drain-file",
        Words.DRAIN_FILE,
        "--drain-deadline",
        Long.toString(drainDeadlineSeconds),
        "--report",
        "/smartstack/sidecars/$(POD_NAMESPACE)/$(POD_NAME)");
  }

  private List<EnvVar> environment() {
    var all = new ArrayList<EnvVar>();
    all.add(field("POD_NAME", "metadata.name"));
    all.add(field("POD_NAMESPACE", "metadata.namespace"));
    all.add(field("NERVE_INSTANCE_ID", "metadata.name"));
    all.add(
        field(
            "NERVE_HOST",
            switch (advertise) {
              case POD -> "status.podIP";
              case NODE -> "status.hostIP";
            }));
    all.add(
        value(
            "SMARTSTACK_LOG_LEVEL", word(wanted.map(SidecarSpec::logLevel).orElse(LogLevel.INFO))));
    all.add(
        value(
            "SMARTSTACK_LOG_FORMAT",
            word(wanted.map(SidecarSpec::logFormat).orElse(LogFormat.PLAIN))));
    if (defaults.javaOptions() != null) {
      all.add(value("SMARTSTACK_JAVA_OPTIONS", defaults.javaOptions()));
    }
    return all;
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withApiVersion("v1")
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private @Nullable ResourceRequirements resources(
      @Nullable ResourceRequirements asked, ResourceRequirements byDefault) {
    return asked != null || !podBudget ? Objects.requireNonNullElse(asked, byDefault) : null;
  }

  private static Probe probe(String path, int period, int timeout, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(Words.PORT)
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(timeout)
        .withSuccessThreshold(1)
        .withFailureThreshold(failures)
        .build();
  }

  /** What Pod Security's level "restricted" asks of a container, whatever the pod says. */
  private static SecurityContext unprivileged() {
    return new SecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(Words.USER)
        .withRunAsGroup(Words.USER)
        .withAllowPrivilegeEscalation(false)
        .withPrivileged(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }
}
