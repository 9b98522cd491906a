// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The three programs, their flags and their files. */
final class ControlPlane implements AutoCloseable {

  /**
   * Not those that would undo the part of kubelet that a test plays: nobody sends a node's
   * heartbeats. Nor those that only ever fail here, again and again: loopback addresses are no
   * endpoints, and nothing makes volumes.
   */
  private static final String CONTROLLERS =
      "*,-node-lifecycle-controller,-taint-eviction-controller,-pod-garbage-collector-controller"
          + ",-endpoints-controller,-endpointslice-controller,-endpointslice-mirroring-controller"
          + ",-persistentvolume-binder-controller";

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived, ResponseStarted, Panic]
      rules:
      - level: None
        verbs: [get, list, watch]
      - level: Metadata
      """;

  private final Programs programs;
  private final Path directory;
  private final int memory;
  private final Credentials credentials;
  private final List<Integer> ports;
  private final List<Daemon> daemons = new ArrayList<>();

  ControlPlane(Programs programs, Path directory, int memory) throws IOException {
    this.programs = programs;
    this.directory = directory;
    this.memory = memory;
    this.ports = Stream.generate(FreePort::take).limit(3).toList();
    this.credentials = Credentials.create(directory);
    credentials.writeKubeconfig(credentials.kubeconfig(), url(), credentials.adminToken());
    Files.writeString(directory.resolve("audit-policy.yaml"), AUDIT_POLICY);
  }

  String url() {
    return "https://127.0.0.1:" + ports.getFirst();
  }

  Path directory() {
    return directory;
  }

  Credentials credentials() {
    return credentials;
  }

  Path auditLog() {
    return directory.resolve("audit.log");
  }

  List<Daemon> daemons() {
    return List.copyOf(daemons);
  }

  void startApiServer() {
    String etcd = "http://127.0.0.1:" + ports.get(1);
    start(
        "etcd",
        192,
        "--data-dir=" + directory.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + etcd,
        "--advertise-client-urls=" + etcd,
        "--listen-peer-urls=http://127.0.0.1:" + ports.get(2),
        "--log-level=warn");
    start(
        "kube-apiserver",
        448,
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        // A loopback address is no endpoint that the Service "kubernetes" may have.
        "--endpoint-reconciler-type=none",
        "--secure-port=" + ports.getFirst(),
        "--cert-dir=" + credentials.certificates(),
        "--token-auth-file=" + credentials.tokens(),
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + credentials.serviceAccountKey(),
        "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
        "--audit-policy-file=" + directory.resolve("audit-policy.yaml"),
        "--audit-log-path=" + auditLog(),
        "--audit-log-maxsize=2048");
  }

  /** Needs an API server that has come up. */
  void startControllers() {
    start(
        "kube-controller-manager",
        192,
        "--kubeconfig=" + credentials.kubeconfig(),
        "--controllers=" + CONTROLLERS,
        "--service-account-private-key-file=" + credentials.serviceAccountKey(),
        "--root-ca-file=" + credentials.authority(),
        "--use-service-account-credentials",
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=200",
        "--kube-api-burst=400");
  }

  private void start(String program, int memoryMiB, String... flags) {
    var command = programs.command(program, List.of(flags));
    daemons.add(Daemon.start(program, command, directory, memory * memoryMiB));
  }

  /** The last started first; etcd, whose data go too, without waiting for its manners. */
  @Override
  public void close() {
    daemons.reversed().forEach(daemon -> daemon.stop(daemon == daemons.getFirst() ? 1 : 5));
    deleteData();
  }

  /** Sixty megabytes at least, which nobody reads; logs stay. */
  private void deleteData() {
    Path data = directory.resolve("etcd");
    if (!Files.exists(data)) {
      return;
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
