// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * A pod as the webhook really made it, and its status as a kubelet writes it; every other pod is a
 * copy under another name.
 *
 * @param pod JSON
 * @param status JSON
 */
record PodTemplate(String pod, String status) {

  static final String NAMESPACE = "pattern";
  static final String SERVICE = "pattern-service";
  static final String POD = SERVICE + "-pod";
  private static final String ADDRESS = "10.255.255.255";

  /** What an application's Deployment would make, before the webhook has seen it. */
  static Pod bare() {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          namespace: %s
          name: %s
          labels: {app: %s, smartstack.io/service: %s, pod-template-hash: 7d9f8b6c54}
        spec:
          nodeName: node-0
          securityContext: {runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: http
            image: registry.example/shop/application:1.27.3
            ports: [{name: http, containerPort: 8000}]
            env:
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: DATABASE_URL, value: "postgres://database.internal.example:5432/shop?sslmode=verify-full"}
            - {name: JAVA_TOOL_OPTIONS, value: "-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"}
            readinessProbe: {httpGet: {path: /health, port: http}, periodSeconds: 5}
            livenessProbe: {httpGet: {path: /health, port: http}, periodSeconds: 10}
            resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 512Mi}}
            securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: files, mountPath: /srv}]
          volumes: [{name: files, emptyDir: {}}]
        """
            .formatted(NAMESPACE, POD, SERVICE, SERVICE),
        Pod.class);
  }

  /** Of a pod that was injected and is said to run at {@link #address}. */
  static PodTemplate of(Pod running) {
    var metadata = running.getMetadata();
    metadata.setUid(null);
    metadata.setResourceVersion(null);
    metadata.setCreationTimestamp(null);
    metadata.setManagedFields(null);
    String status = Serialization.asJson(running.getStatus());
    running.setStatus(null);
    return new PodTemplate(Serialization.asJson(running), status);
  }

  static String address() {
    return ADDRESS;
  }

  Pod pod(String namespace, String service, String name, int number) {
    return Serialization.unmarshal(
        pod.replace(POD, name)
            .replace(SERVICE, service)
            .replace("\"" + NAMESPACE + "\"", "\"" + namespace + "\"")
            .replace("\"node-0\"", "\"node-%d\"".formatted(number % 300)),
        Pod.class);
  }

  /** A merge patch of the pod's status. */
  String statusPatch(String address) {
    return "{\"status\":%s}".formatted(status.replace(ADDRESS, address));
  }

  static String address(int number) {
    return "10.%d.%d.%d".formatted(1 + number / 62_500, number / 250 % 250, 1 + number % 250);
  }
}
