// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, one Lease: what the API server saw of each. */
final class FailoverIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ApiServer api = ApiServer.shared();
  private final List<Process> processes = new ArrayList<>();
  private String namespace = "";

  @BeforeEach
  void begin() {
    namespace = api.newNamespace("failover");
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aLeaderFrozenForLongerThanItsLeaseIsReplacedAndWritesNothingWhenItIsBack() throws Exception {
    Process a = replica("a");
    awaitWritesBy("a", api.audit().mark());
    replica("b");

    // No client can take back what is on the wire; so none of its requests is underway.
    Files.createFile(directory("a").resolve(Replica.HOLD));
    await("no request is underway")
        .atMost(PATIENCE)
        .until(() -> Files.exists(directory("a").resolve(Replica.HELD)));
    signal(a, "STOP");
    awaitWritesBy("b", api.audit().mark());
    AuditLog.Mark back = api.audit().mark();
    Files.delete(directory("a").resolve(Replica.HOLD));
    signal(a, "CONT");

    assertThat(a.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(a.exitValue()).isEqualTo(Exit.LOST_LEASE.status());
    awaitWritesBy("b", api.audit().mark()); // whatever a sent has been logged by now
    assertThat(writesBy("a", back)).isEmpty();
  }

  @Test
  void aLeaderThatCannotRenewExitsAndTheOtherTakesOver() throws Exception {
    Process a = replica("a");
    awaitWritesBy("a", api.audit().mark());
    replica("b");

    api.admin().rbac().clusterRoleBindings().withName(user("a")).delete();

    assertThat(a.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(a.exitValue()).isEqualTo(Exit.LOST_LEASE.status());
    awaitWritesBy("b", api.audit().mark());
  }

  @Test
  void sigtermGivesTheLeaseBackAndTheOtherWritesAtOnce() throws Exception {
    Process a = replica("a");
    awaitWritesBy("a", api.audit().mark());
    replica("b");

    AuditLog.Mark before = api.audit().mark();
    a.destroy();

    assertThat(a.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(a.exitValue()).isEqualTo(Exit.ASKED.status());
    awaitWritesBy("b", before);
    var lastOfA = writesBy("a", before).getLast();
    assertThat(lastOfA.resource()).as("the last write gives the Lease back").isEqualTo("leases");
    var lease = api.admin().leases().inNamespace(namespace).withName("lease").get();
    assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("b");
  }

  private Process replica(String name) throws IOException {
    api.admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .create();
    api.kubectl(
        "create",
        "clusterrolebinding",
        user(name),
        "--clusterrole=cluster-admin",
        "--serviceaccount=" + namespace + ":" + name);
    Path log = api.directory().resolve("replica-%s-%s.log".formatted(namespace, name));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Replica.class.getName(),
                api.kubeconfig(namespace, name).toString(),
                namespace,
                name,
                directory(name).toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(
        api.directory().resolve("replica-%s-%s".formatted(namespace, name)));
  }

  private static void signal(Process process, String signal) throws Exception {
    int status =
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    assertThat(status).isZero();
  }

  private void awaitWritesBy(String name, AuditLog.Mark since) {
    await("a write by " + name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() ->
            writesBy(name, since).stream()
                .anyMatch(write -> write.resource().equals("configmaps")));
  }

  private List<AuditLog.Write> writesBy(String name, AuditLog.Mark since) {
    String user = "system:serviceaccount:%s:%s".formatted(namespace, name);
    return api.audit().writesSince(since).stream()
        .filter(write -> write.user().equals(user))
        .toList();
  }

  private String user(String name) {
    return namespace + "-" + name;
  }
}
