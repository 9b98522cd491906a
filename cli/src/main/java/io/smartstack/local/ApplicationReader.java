// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a Deployment's container runs; what a process can't be given is refused by name. */
final class ApplicationReader {

  /** Those fields of a pod that a machine has, too. */
  static final Set<String> FIELDS =
      Set.of(
          "metadata.name", "metadata.namespace", "status.podIP", "status.hostIP", "spec.nodeName");

  private static final String POD = "spec.template.spec";
  private static final Set<String> DEPLOYMENT =
      Set.of(
          "replicas",
          "selector",
          "template",
          "strategy",
          "minReadySeconds",
          "revisionHistoryLimit",
          "progressDeadlineSeconds");
  private static final Set<String> POD_KEYS =
      Set.of(
          "containers",
          "volumes",
          "affinity",
          "nodeSelector",
          "tolerations",
          "topologySpreadConstraints",
          "securityContext",
          "terminationGracePeriodSeconds",
          "restartPolicy",
          "serviceAccountName",
          "automountServiceAccountToken",
          "enableServiceLinks",
          "imagePullSecrets",
          "priorityClassName",
          "schedulerName");
  private static final Set<String> CONTAINER =
      Set.of(
          "name",
          "image",
          "imagePullPolicy",
          "command",
          "args",
          "workingDir",
          "env",
          "ports",
          "resources",
          "securityContext",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "volumeMounts",
          "terminationMessagePath",
          "terminationMessagePolicy");

  private final Manifest deployment;

  private ApplicationReader(Manifest deployment) {
    this.deployment = deployment;
  }

  /**
   * Reads it.
   *
   * @param served port of the SmartService that it provides, 0 for none
   */
  static Application read(Manifest deployment, int served) {
    return new ApplicationReader(deployment).application(served);
  }

  private Application application(int served) {
    deployment.only(deployment.at("spec"), "spec", DEPLOYMENT);
    JsonNode pod = deployment.at(POD);
    deployment.only(pod, POD, POD_KEYS);
    volumes(pod);
    JsonNode containers = pod.path("containers");
    String path = POD + ".containers";
    if (containers.size() != 1) {
      deployment.problem(path, "local mode runs one container, not " + containers.size());
    }
    JsonNode container = containers.path(0);
    path += "[0]";
    deployment.only(container, path, CONTAINER);
    if (container.path("command").isEmpty()) {
      deployment.problem(
          path + ".command",
          "missing; local mode runs no image, so it needs to be told what the image would run");
    }
    workingDirectory(container, path);
    List<String> command = new ArrayList<>();
    container.path("command").forEach(word -> command.add(word.asText()));
    container.path("args").forEach(word -> command.add(word.asText()));
    return new Application(command, environment(container, path), port(container, path, served));
  }

  private int port(JsonNode container, String path, int served) {
    int port = served > 0 ? served : container.at("/ports/0/containerPort").asInt();
    if (port == 0) {
      deployment.problem(
          path + ".ports", "missing; local mode waits until the first of them is listened on");
    }
    return port;
  }

  private void volumes(JsonNode pod) {
    JsonNode volumes = pod.path("volumes");
    for (int i = 0; i < volumes.size(); i++) {
      deployment.only(volumes.get(i), POD + ".volumes[" + i + "]", Set.of("name", "emptyDir"));
    }
  }

  /** The machine's own directory stands for the one volume that the command works in. */
  private void workingDirectory(JsonNode container, String path) {
    JsonNode mounts = container.path("volumeMounts");
    String directory = container.path("workingDir").asText();
    boolean mounted = directory.isEmpty();
    for (JsonNode mount : mounts) {
      mounted |= mount.path("mountPath").asText().equals(directory);
    }
    if (!mounted) {
      deployment.problem(
          path + ".workingDir",
          "no emptyDir is mounted at " + directory + "; local mode has no image's directories");
    }
    for (int i = 0; i < mounts.size(); i++) {
      if (!mounts.get(i).path("mountPath").asText().equals(directory)) {
        deployment.problem(
            path + ".volumeMounts[" + i + "]",
            "local mode has a directory for the mount at workingDir alone");
      }
    }
  }

  private Map<String, Application.Value> environment(JsonNode container, String path) {
    Map<String, Application.Value> environment = new LinkedHashMap<>();
    JsonNode variables = container.path("env");
    for (int i = 0; i < variables.size(); i++) {
      String at = path + ".env[" + i + "]";
      JsonNode variable = variables.get(i);
      String name = variable.path("name").asText();
      JsonNode from = variable.path("valueFrom");
      if (from.isMissingNode()) {
        environment.put(name, new Application.Text(variable.path("value").asText()));
        continue;
      }
      deployment.only(from, at + ".valueFrom", Set.of("fieldRef"));
      String field = from.path("fieldRef").path("fieldPath").asText();
      if (from.has("fieldRef") && !FIELDS.contains(field)) {
        deployment.problem(
            at + ".valueFrom.fieldRef.fieldPath",
            "local mode knows " + String.join(", ", FIELDS.stream().sorted().toList()));
      }
      environment.put(name, new Application.Field(field));
    }
    return environment;
  }
}
