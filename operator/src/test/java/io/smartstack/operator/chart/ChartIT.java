// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.smartstack.apiserver.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart renders, by the real helm. */
final class ChartIT {

  private final ApiServer api = ApiServer.shared();

  @Test
  void helmsOwnLintFindsNothing() {
    assertThat(api.helm("lint", "--strict", Chart.HOME)).contains("0 chart(s) failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replica=3 | replica",
        "replicas=two | replicas",
        "watchNamespaces={Not_A_Name} | watchNamespaces",
        "webhook.failurePolicy=Sometimes | failurePolicy",
        "webhook.timeoutSeconds=31 | timeoutSeconds",
        "images.sidecar.tga=1 | tga",
        "images.pullPolicy=Maybe | pullPolicy",
        "log.level=loud | level",
        "leaderElection.retryPeriod=0 | retryPeriod",
        "metrics.serviceMonitor.interval=often | interval",
        "extraArgs=--help | extraArgs",
        "sidecar.resources.limit.cpu=1 | limit",
        "crds.keep=maybe | keep"
      })
  void aWrongValueIsRefusedByItsName(String set, String named) {
    assertThatThrownBy(() -> Chart.text(api, set))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(named);
  }

  @Test
  void everyValueIsDescribedAndInTheSchema() {
    String values = api.helm("show", "values", Chart.HOME);
    assertThat(values.lines().filter(line -> line.matches("^[a-z].*:.*"))).hasSizeGreaterThan(20);
    assertThat(Chart.text(api, "global.anything=1")).contains("kind: Deployment");
  }

  @Test
  void theDeploymentServesTheWebhookTwiceUnderRestrictedPodSecurity() {
    JsonNode deployment = Chart.one(Chart.render(api), "Deployment", "smartstack-operator");
    JsonNode pod = deployment.at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");

    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean()).isFalse();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/readyz");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/healthz");
  }

  @Test
  void imagesAreNamedAsTheOperatorItselfNamesThem() {
    JsonNode container =
        Chart.one(Chart.render(api), "Deployment", "smartstack-operator")
            .at("/spec/template/spec/containers/0");

    assertThat(container.at("/image").asText()).matches("smartstack/operator:\\d+\\..*");
    assertThat(texts(container.at("/args")))
        .anyMatch(argument -> argument.matches("--sidecar-image=smartstack/sidecar:\\d+\\..*"))
        .contains("--zookeeper-image=smartstack/zookeeper");
  }

  @Test
  void aRegistryComesBeforeEveryImage() {
    JsonNode container =
        Chart.one(
                Chart.render(api, "images.registry=registry.test:5000/", "images.sidecar.tag=v2"),
                "Deployment",
                "smartstack-operator")
            .at("/spec/template/spec/containers/0");

    assertThat(container.at("/image").asText())
        .startsWith("registry.test:5000/smartstack/operator:");
    assertThat(texts(container.at("/args")))
        .contains(
            "--sidecar-image=registry.test:5000/smartstack/sidecar:v2",
            "--zookeeper-image=registry.test:5000/smartstack/zookeeper");
  }

  @Test
  void theWebhookMeetsLabelledPodsOutsideOfSystemNamespacesAndTrustsNobodyYet() {
    JsonNode webhook =
        Chart.one(Chart.render(api), "MutatingWebhookConfiguration", "smartstack")
            .at("/webhooks/0");

    assertThat(webhook.at("/clientConfig").has("caBundle")).isFalse();
    assertThat(webhook.at("/clientConfig/service/path").asText()).isEqualTo("/mutate-pods");
    assertThat(webhook.at("/failurePolicy").asText()).isEqualTo("Ignore");
    assertThat(webhook.at("/objectSelector/matchExpressions/0/key").asText())
        .isEqualTo("smartstack.io/service");
    assertThat(texts(webhook.at("/namespaceSelector/matchExpressions/0/values")))
        .containsExactly(
            "kube-system", "kube-public", "kube-node-lease", "local-path-storage", "home");
  }

  @Test
  void failClosedAndMoreExcludedNamespacesAreValues() {
    JsonNode webhook =
        Chart.one(
                Chart.render(
                    api, "webhook.failurePolicy=Fail", "webhook.excludeNamespaces={other,home}"),
                "MutatingWebhookConfiguration",
                "smartstack")
            .at("/webhooks/0");

    assertThat(webhook.at("/failurePolicy").asText()).isEqualTo("Fail");
    assertThat(texts(webhook.at("/namespaceSelector/matchExpressions/0/values")))
        .endsWith("home", "other");
  }

  @Test
  void installAndUpgradeEndWhenTheWebhookIsReachedWhereAReplicaIsAskedFor() {
    JsonNode hook = Chart.one(Chart.render(api), "Pod", "smartstack-reached");
    assertThat(hook.at("/metadata/annotations/helm.sh~1hook").asText())
        .isEqualTo("post-install,post-upgrade");
    assertThat(texts(hook.at("/spec/containers/0/args"))).containsExactly("reached");
    assertThat(Chart.text(api, "webhook.awaited=false")).doesNotContain("smartstack-reached");
    assertThat(Chart.text(api, "replicas=0")).doesNotContain("name: smartstack-reached");
  }

  @Test
  void aRollNeverLeavesTheWebhookAloneNorWaitsForANodeThatIsNotThere() {
    assertThat(rollingUpdate()).isEqualTo("{\"maxUnavailable\":0,\"maxSurge\":1}");
    assertThat(rollingUpdate("webhook.hostNetwork=true"))
        .as("a node has its ports once")
        .isEqualTo("{\"maxUnavailable\":1,\"maxSurge\":0}");
  }

  private String rollingUpdate(String... sets) {
    return Chart.one(Chart.render(api, sets), "Deployment", "smartstack-operator")
        .at("/spec/strategy/rollingUpdate")
        .toString();
  }

  @Test
  void resourcesOfEverySidecarAreValues() {
    JsonNode container =
        Chart.one(
                Chart.render(
                    api, "sidecar.haproxyResources.limits.memory=128Mi", "sidecar.resources=null"),
                "Deployment",
                "smartstack-operator")
            .at("/spec/template/spec/containers/0");

    assertThat(texts(container.at("/args")))
        .contains("--haproxy-resources={\"limits\":{\"memory\":\"128Mi\"}}")
        .noneMatch(argument -> argument.startsWith("--sidecar-resources"));
  }

  @Test
  void theAlertAsksForWhatIsMeasured() {
    var rule =
        Pattern.compile("sum by \\((\\w+)\\) \\(rate\\((\\w+)\\{")
            .matcher(Chart.text(api, "metrics.prometheusRule.enabled=true"));
    assertThat(rule.find()).isTrue();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MicrometerMetrics.withoutPerResourceMetrics(registry)
        .failedReconciliation(
            new ConfigMapBuilder().withNewMetadata().withName("any").endMetadata().build(),
            new IllegalStateException(),
            Map.of(
                Constants.RESOURCE_GVK_KEY,
                new GroupVersionKind("smartstack.io", "v1", "SmartService")));

    assertThat(registry.scrape()).containsPattern(rule.group(2) + "\\{.*" + rule.group(1) + "=\"");
    assertThat(Chart.text(api, "metrics.prometheusRule.enabled=true"))
        .contains("$labels." + rule.group(1));
  }

  @Test
  void aDigestMayFollowATag() {
    String digest = "v2@sha256:" + "0123456789abcdef".repeat(4);
    String text = Chart.text(api, "images.operator.tag=" + digest, "images.sidecar.tag=" + digest);

    assertThat(text)
        .contains("image: \"smartstack/operator:" + digest)
        .contains("--sidecar-image=smartstack/sidecar:" + digest);
  }

  @Test
  void helmTestIsLetInWhoeverElseMayReadMetrics() {
    JsonNode policy =
        Chart.one(
            Chart.render(
                api,
                "networkPolicy.enabled=true",
                "networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name=monitoring"),
            "NetworkPolicy",
            "smartstack-operator");
    JsonNode from = policy.at("/spec/ingress/1/from");

    assertThat(from).hasSize(2);
    assertThat(from.at("/0/podSelector/matchLabels"))
        .isEqualTo(Chart.one(Chart.render(api), "Pod", "smartstack-test").at("/metadata/labels"));
  }

  @Test
  void watchedNamespacesGetRolesAndTheClusterGetsNone() {
    List<JsonNode> objects = Chart.render(api, "watchNamespaces={a,b}");

    assertThat(objects.stream().filter(o -> o.path("kind").asText().equals("Role")))
        .extracting(o -> o.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("home", "a", "b");
    assertThat(objects.stream().filter(o -> o.path("kind").asText().equals("ClusterRoleBinding")))
        .extracting(o -> o.at("/roleRef/name").asText())
        .containsExactly("home-smartstack-webhook");
    JsonNode webhook = Chart.one(objects, "MutatingWebhookConfiguration", "smartstack");
    assertThat(texts(webhook.at("/webhooks/0/namespaceSelector/matchExpressions/1/values")))
        .containsExactly("a", "b");
  }

  @Test
  void noRuleGrantsEverythingAndSecretsAreNeverListedInUsersNamespaces() {
    for (JsonNode role : Chart.render(api)) {
      if (!role.path("kind").asText().endsWith("Role")) {
        continue;
      }
      for (JsonNode rule : role.path("rules")) {
        assertThat(texts(rule.path("verbs"))).doesNotContain("*", "escalate", "bind");
        assertThat(texts(rule.path("resources"))).doesNotContain("*");
        if (texts(rule.path("resources")).contains("secrets") && !rule.has("resourceNames")) {
          assertThat(texts(rule.path("verbs"))).doesNotContain("list", "watch", "delete");
        }
      }
    }
  }

  @Test
  void definitionsStayWhenTheChartGoesUnlessAskedOtherwise() {
    assertThat(definitions("crds.install=true"))
        .hasSize(2)
        .allMatch(crd -> keeps(crd).equals("keep"));
    assertThat(definitions("crds.keep=false")).hasSize(2).allMatch(crd -> keeps(crd).isEmpty());
    assertThat(definitions("crds.install=false")).isEmpty();
  }

  @Test
  void whatNeedsMoreThanKubernetesIsOffByDefault() {
    assertThat(Chart.text(api)).doesNotContain("monitoring.coreos.com", "kind: NetworkPolicy");
    assertThat(
            Chart.render(
                api,
                "metrics.serviceMonitor.enabled=true",
                "metrics.prometheusRule.enabled=true",
                "networkPolicy.enabled=true"))
        .extracting(object -> object.path("kind").asText())
        .contains("ServiceMonitor", "PrometheusRule", "NetworkPolicy");
  }

  private List<JsonNode> definitions(String set) {
    return Chart.render(api, set).stream()
        .filter(object -> object.path("kind").asText().equals("CustomResourceDefinition"))
        .toList();
  }

  private static String keeps(JsonNode object) {
    return object.at("/metadata/annotations/helm.sh~1resource-policy").asText();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
