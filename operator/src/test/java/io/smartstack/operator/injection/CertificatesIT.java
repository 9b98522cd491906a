// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.crd.v1.SmartStack;
import io.smartstack.operator.certificate.CertificateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real API server's trust in the webhook, whatever happens to Secret and configuration. */
class CertificatesIT {

  private static final String SECRET = "smartstack-webhook-certificate";

  private final Installation installation = new Installation();
  private final KubernetesClient admin = installation.admin;

  @AfterEach
  void uninstall() {
    installation.close();
  }

  private Replica leader(CertificateSettings settings) {
    installation.service("service-a");
    Replica replica = installation.replica(settings, false);
    replica.certificates.becomeLeader();
    admin.resource(installation.chart(replica.server.port(), "Fail")).create();
    eventuallyInjects();
    return replica;
  }

  private void eventuallyInjects() {
    await()
        .atMost(Installation.PATIENCE)
        .ignoreException(KubernetesClientException.class)
        .until(this::injects);
  }

  private boolean injects() {
    Pod pod =
        Pods.like()
            .editMetadata()
            .withName("probe")
            .withNamespace(installation.namespace)
            .endMetadata()
            .build();
    Pod made = admin.resource(pod).dryRun().create();
    return "injected".equals(made.getMetadata().getAnnotations().get(SmartStack.INJECTION));
  }

  @Test
  void rotationCostsNoPod() throws InterruptedException {
    var settings =
        installation
            .settings()
            .withTimes(
                Duration.ofSeconds(12),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofMillis(500));
    leader(settings);
    // What the leader writes reaches the one that is called by the watch alone.
    Replica replica = installation.replica(settings, false);
    await().atMost(Installation.PATIENCE).until(() -> replica.server.notReady().isEmpty());
    installation.callsGoTo(replica);
    eventuallyInjects();
    await().atMost(Installation.PATIENCE).until(() -> replica.injections("injected") > 0);
    var stop = new AtomicBoolean();
    List<String> failures = new ArrayList<>();
    Thread maker =
        Thread.ofVirtual()
            .start(() -> {
              while (!stop.get()) {
                try {
                  if (!injects()) {
                    failures.add("not injected");
                  }
                } catch (KubernetesClientException e) {
                  failures.add(e.getMessage());
                }
              }
            });
    Set<X509Certificate> served = new HashSet<>();
    Set<String> bundles = new HashSet<>();
    Set<Object> issuers = new HashSet<>();
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(() -> {
            X509Certificate now = replica.certificates.current().orElseThrow();
            served.add(now);
            issuers.add(now.getIssuerX500Principal());
            bundles.add(installation.caBundle());
            assertThat(issuers).hasSizeGreaterThanOrEqualTo(3);
            assertThat(served).hasSizeGreaterThanOrEqualTo(6);
          });
    } finally {
      stop.set(true);
      maker.join();
    }
    assertThat(failures).isEmpty();
    assertThat(replica.injections("injected")).isGreaterThan(100);
    assertThat(bundles).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void twoReplicasServeOneSecretAndEitherMayLead() {
    Replica first = leader(installation.settings());
    Replica second = installation.replica(installation.settings(), false);
    await().atMost(Installation.PATIENCE).until(() -> second.server.notReady().isEmpty());
    assertThat(second.certificates.current()).isEqualTo(first.certificates.current());

    first.close();
    installation.callsGoTo(second);
    eventuallyInjects();
    assertThat(second.injections("injected")).isPositive();

    second.certificates.becomeLeader();
    admin.secrets().inNamespace(installation.system).withName(SECRET).delete();
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> !second.certificates.current().equals(first.certificates.current()));
    eventuallyInjects();
  }

  @Test
  void aSteadyClusterSeesNoWrites() {
    leader(installation.settings().withTimes(days(90), days(730), seconds(1), seconds(1)));
    var mark = installation.server.audit().mark();
    String bundle = installation.caBundle();
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Installation.PATIENCE)
        .untilAsserted(() ->
            assertThat(installation.server.audit().writesSince(mark))
                .noneMatch(it -> it.user().equals(installation.writer())));
    assertThat(installation.caBundle()).isEqualTo(bundle);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void aBundleThatAnInstallerResetIsRestoredAndStaysOurs() {
    Replica replica = leader(installation.settings());
    String bundle = installation.caBundle();
    var configuration = installation.chart(replica.server.port(), "Fail");
    for (int i = 0; i < 3; i++) {
      admin.resource(configuration).update();
      await().atMost(Installation.PATIENCE).until(() -> bundle.equals(installation.caBundle()));
    }
    eventuallyInjects();

    // A GitOps tool that applies what is in its repository owns everything but the bundle.
    admin.resource(configuration).fieldManager("gitops").forceConflicts().serverSideApply();
    assertThat(installation.caBundle()).isEqualTo(bundle);
  }

  @Test
  void helmLeavesTheBundleAlone(@TempDir Path directory) throws IOException {
    installation.service("service-a");
    Replica replica = installation.replica(installation.settings(), false);
    replica.certificates.becomeLeader();
    Path templates = Files.createDirectories(directory.resolve("templates"));
    Files.writeString(
        directory.resolve("Chart.yaml"), "apiVersion: v2\nname: webhook\nversion: 0.1.0\n");
    String yaml = Serialization.asYaml(installation.chart(replica.server.port(), "Fail"));
    Files.writeString(
        templates.resolve("webhook.yaml"),
        yaml.replace("timeoutSeconds: 5", "timeoutSeconds: {{ .Values.timeout | default 5 }}"));
    helm("install", directory);
    eventuallyInjects();
    String bundle = installation.caBundle();
    var mark = installation.server.audit().mark();

    helm("upgrade", directory, "--set", "timeout=4");

    assertThat(installation.caBundle()).isEqualTo(bundle);
    assertThat(injects()).isTrue();
    assertThat(installation.server.audit().writesSince(mark))
        .noneMatch(it -> it.user().equals(installation.writer()));
    installation.server.helm("uninstall", "webhook", "-n", installation.system);
  }

  private void helm(String verb, Path chart, String... more) {
    var arguments =
        new ArrayList<>(List.of(verb, "webhook", chart.toString(), "-n", installation.system));
    arguments.addAll(List.of(more));
    installation.server.helm(arguments.toArray(String[]::new));
  }

  @Test
  void aSecretOfSomebodyElsesIsReplacedAndToldOf() {
    Replica replica = leader(installation.settings());
    var before = replica.certificates.current();
    admin
        .secrets()
        .inNamespace(installation.system)
        .withName(SECRET)
        .edit(it -> it.edit().addToData(Map.of("ca.key", "AAAA")).build());
    await()
        .atMost(Installation.PATIENCE)
        .untilAsserted(() -> {
          assertThat(replica.events).contains("CertificateReplaced");
          assertThat(replica.certificates.current()).isNotEqualTo(before);
        });
    assertThat(injects()).isTrue();
  }

  @Test
  void aSecretThatWasMadeAnewIsNoObstacleToTheNextUpgradeOfTheChart() {
    leader(installation.settings());
    var secret = admin.secrets().inNamespace(installation.system).withName(SECRET);
    secret.delete();
    await().atMost(Installation.PATIENCE).until(() -> secret.get() != null);
    var asTheChartHasIt =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(installation.system)
            .withName(SECRET)
            .addToLabels("app.kubernetes.io/managed-by", "Helm")
            .endMetadata()
            .withType("Opaque")
            .build();

    var upgraded =
        admin.resource(asTheChartHasIt).fieldManager("helm").forceConflicts().serverSideApply();

    assertThat(upgraded.getData()).containsKeys("tls.key", "ca.key");
    eventuallyInjects();
  }

  @Test
  void aConfigurationThatComesLaterIsFilledIn() {
    installation.service("service-a");
    Replica replica = installation.replica(installation.settings(), false);
    replica.certificates.becomeLeader();
    await().atMost(Installation.PATIENCE).until(() -> replica.certificates.current().isPresent());
    admin.resource(installation.chart(replica.server.port(), "Fail")).create();
    eventuallyInjects();
  }
}
