// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OperatorCommandTest {

  @Test
  void withoutArgumentsItWatchesAllNamespacesAndElectsALeader() {
    Settings settings = OperatorCommand.parse("--identity", "pod-1");

    assertThat(settings.namespaces()).isEmpty();
    assertThat(settings.election()).isTrue();
    assertThat(settings.leaseName()).isEqualTo("smartstack-operator");
    assertThat(settings.terms())
        .isEqualTo(
            new LeaderTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2)));
    assertThat(settings.webhookPort()).isEqualTo(8443);
    assertThat(settings.healthPort()).isEqualTo(8080);
    assertThat(settings.sidecarImage()).startsWith("smartstack/sidecar:");
    assertThat(settings.zookeeperImage()).isEqualTo("smartstack/zookeeper");
    assertThat(settings.clusterDomain()).isEqualTo("cluster.local");
  }

  @Test
  void aRestartedReplicaIsSomebodyElse() {
    assertThat(OperatorCommand.parse("--identity", "pod-1").identity())
        .startsWith("pod-1_")
        .isNotEqualTo(OperatorCommand.parse("--identity", "pod-1").identity());
  }

  @Test
  void namespacesAreAList() {
    assertThat(OperatorCommand.parse("--namespaces", "a, b,").namespaces())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(OperatorCommand.parse("--namespaces", "").namespaces()).isEmpty();
  }

  @Test
  void resourcesOfSidecarsAreWrittenAsInAManifest() {
    Settings settings =
        OperatorCommand.parse("--sidecar-resources", "{\"limits\":{\"memory\":\"256Mi\"}}");

    assertThat(settings.sidecarResources())
        .isEqualTo(
            new ResourceRequirementsBuilder().addToLimits("memory", new Quantity("256Mi")).build());
    assertThat(settings.haproxyResources()).as("the project's own").isNull();
    for (String wrong : List.of("{\"limit\":{\"cpu\":1}}", "{", "many", "")) {
      assertThatThrownBy(() -> OperatorCommand.parse("--haproxy-resources", wrong))
          .as(wrong)
          .hasMessageContaining("--haproxy-resources")
          .hasMessageContaining("expected a container's resources");
    }
  }

  @Test
  void timesThatLetTwoLeadAreRefused() {
    assertThatThrownBy(() -> OperatorCommand.parse("--renew-deadline", "15"))
        .hasMessageContaining("retry period < renew deadline < lease duration");
  }

  @Test
  void aWrongArgumentIsStatusTwoAndNamed() {
    var said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = OperatorCommand.run("--webhook-port", "99999");
    } finally {
      System.setErr(before);
    }
    assertThat(status).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("--webhook-port: expected 0 to 65535, got 99999");
  }

  @Test
  void helpNamesEveryOptionAndTheExitStatuses() {
    var said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(OperatorCommand.run("--help")).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "--namespaces", "--lease-name", "--sidecar-image", "--log-format", "Exit status:");
  }
}
