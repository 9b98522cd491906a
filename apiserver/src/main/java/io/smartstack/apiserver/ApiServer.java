// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real kube-apiserver with etcd and kube-controller-manager, and no node: Deployments and
 * StatefulSets make pods that stay Pending until a {@link Kubelet} plays their part. RBAC is on;
 * admission webhooks are reached by a {@code url} on 127.0.0.1.
 */
public final class ApiServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ControlPlane controlPlane;
  private final CommandLine commandLine;
  private final KubernetesClient admin;
  private final AuditLog audit;
  private final AtomicInteger namespaces = new AtomicInteger();

  ApiServer(ControlPlane controlPlane, CommandLine commandLine) {
    this.controlPlane = controlPlane;
    this.commandLine = commandLine;
    this.admin = client(adminToken());
    this.audit = new AuditLog(controlPlane.auditLog());
  }

  /**
   * The one server of this JVM: started by the first call, ended with the JVM; not to be closed.
   * Tests keep apart by {@linkplain #newNamespace namespaces of their own}.
   *
   * @throws IllegalStateException when it doesn't come up, each time that it is called
   */
  public static ApiServer shared() {
    return SharedApiServer.get();
  }

  /**
   * Starts a server for the caller alone, who closes it; some seconds and about half a gigabyte.
   *
   * @throws IllegalStateException with the end of a log when it doesn't come up, or with what to do
   *     when a program is missing
   */
  public static ApiServer start() {
    return start(Path.of("target"), 1);
  }

  /**
   * The same for a cluster of another size.
   *
   * @param parent where the directory of its files is made
   * @param memory so many times half a gigabyte
   */
  public static ApiServer start(Path parent, int memory) {
    return Startup.start(parent, memory);
  }

  /** {@code https://127.0.0.1:<port>}. */
  public String url() {
    return controlPlane.url();
  }

  /** The certificate file that clients of the server trust, PEM. */
  public Path authority() {
    return controlPlane.credentials().authority();
  }

  /** The bearer token of {@code admin}, who is in {@code system:masters}. */
  public String adminToken() {
    return controlPlane.credentials().adminToken();
  }

  /** Where the programs' logs and files are. */
  public Path directory() {
    return controlPlane.directory();
  }

  /** A kubeconfig file whose user is {@code admin}. */
  public Path kubeconfig() {
    return controlPlane.credentials().kubeconfig();
  }

  /** Writes a kubeconfig file whose user is a service account that exists. */
  public Path kubeconfig(String namespace, String serviceAccount) {
    Path file = directory().resolve("kubeconfig-%s-%s".formatted(namespace, serviceAccount));
    try {
      controlPlane.credentials().writeKubeconfig(file, url(), token(namespace, serviceAccount));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A client that may do everything; closed with the server. */
  public KubernetesClient admin() {
    return admin;
  }

  /**
   * What a client needs whose user has the bearer token. Nothing comes from the environment, and
   * nothing is tried again: a test sees the first answer, a refusing webhook's for instance.
   */
  public Config config(String token) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url())
        .withCaCertFile(authority().toString())
        .withOauthToken(token)
        .withNamespace("default")
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  /** A token of a service account that exists, valid for an hour. */
  public String token(String namespace, String serviceAccount) {
    TokenRequest request =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(serviceAccount)
            .tokenRequest(new TokenRequest());
    return request.getStatus().getToken();
  }

  /** A client that may do what the service account may; the caller closes it. */
  public KubernetesClient clientFor(String namespace, String serviceAccount) {
    return client(token(namespace, serviceAccount));
  }

  private KubernetesClient client(String token) {
    return new KubernetesClientBuilder().withConfig(config(token)).build();
  }

  /**
   * Runs kubectl as {@code admin}, in the current directory and without input.
   *
   * @return what it wrote to its standard output
   * @throws CommandFailedException when its status is not 0
   */
  public String kubectl(String... arguments) {
    return commandLine.run("kubectl", List.of(arguments));
  }

  /**
   * Runs helm as {@code admin}, in the current directory and without input.
   *
   * @return what it wrote to its standard output
   * @throws CommandFailedException when its status is not 0
   */
  public String helm(String... arguments) {
    return commandLine.run("helm", List.of(arguments));
  }

  /**
   * Runs a line of bash, in which kubectl and helm are {@code admin}'s.
   *
   * @param current its current directory
   * @return what it wrote to its standard output
   * @throws CommandFailedException when the status of any of its commands is not 0
   */
  public String shell(Path current, String line) {
    return commandLine.shell(current, line);
  }

  /** Every write that anybody asked for since the start. */
  public AuditLog audit() {
    return audit;
  }

  /** Makes {@code <prefix>-<number>} and waits until pods may be made in it. */
  public String newNamespace(String prefix) {
    String name = prefix + "-" + namespaces.incrementAndGet();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    await("a service account in " + name)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> takesPods(name));
    return name;
  }

  /** A pod is refused where its service account isn't there yet. */
  boolean takesPods(String namespace) {
    return admin.serviceAccounts().inNamespace(namespace).withName("default").get() != null;
  }

  /** The pids of everything that runs for this server. */
  List<Long> pids() {
    return controlPlane.daemons().stream().flatMap(Daemon::pids).toList();
  }

  /** Ends every process and deletes etcd's data; logs stay. */
  @Override
  public void close() {
    admin.close();
    controlPlane.close();
  }
}
