// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smartstack.apiserver.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The chart comes, changes and goes on a real API server, and leaves nothing. */
final class InstallIT {

  private static final String DEFINITION = "smartservices.smartstack.io";

  // No kubelet runs the operator here, so its webhook is never reached.
  private static final String AT_ONCE = "webhook.awaited=false";

  @Test
  void installUpgradeAndUninstallAreAcceptedAsAWhole() throws IOException {
    try (ApiServer api = ApiServer.start()) {
      String home = api.newNamespace("home");
      api.kubectl("label", "namespace", home, "pod-security.kubernetes.io/enforce=restricted");

      api.helm("install", "smartstack", Chart.HOME, "-n", home, "--dry-run=server");
      String notes = api.helm("install", "smartstack", Chart.HOME, "-n", home, "--set", AT_ONCE);
      assertThat(notes).contains("works in all namespaces");
      awaitPods(api, home, 2);

      api.kubectl("wait", "--for=condition=Established", "crd/" + DEFINITION, "--timeout=30s");
      api.kubectl("annotate", "crd", DEFINITION, "example=user");
      api.kubectl("patch", "crd", DEFINITION, "--type=json", "-p", NO_SHORT_NAMES);
      api.kubectl(
          "patch", "mutatingwebhookconfiguration", "smartstack", "--type=json", "-p", trust(api));
      api.kubectl(
          "-n",
          home,
          "patch",
          "secret",
          "smartstack-webhook-certificate",
          "-p",
          "{\"data\":{\"kept\":\"MQ==\"}}");
      api.helm(
          "upgrade",
          "smartstack",
          Chart.HOME,
          "-n",
          home,
          "--set",
          AT_ONCE,
          "--set",
          "log.level=debug",
          "--set",
          "watchNamespaces={default}");

      assertThat(api.kubectl("get", "crd", DEFINITION, "-o", "jsonpath={.spec.names.shortNames}"))
          .as("definitions are upgraded with the chart")
          .contains("ssvc");
      assertThat(
              api.kubectl(
                  "get",
                  "mutatingwebhookconfiguration",
                  "smartstack",
                  "-o",
                  "jsonpath={.webhooks[0].clientConfig.caBundle}"))
          .as("an upgrade takes no trust away")
          .isNotEmpty();
      assertThat(
              api.kubectl(
                  "-n",
                  home,
                  "get",
                  "secret",
                  "smartstack-webhook-certificate",
                  "-o",
                  "jsonpath={.data.kept}"))
          .as("nor a certificate")
          .isEqualTo("MQ==");
      assertThat(api.kubectl("-n", "default", "get", "role", "-o", "name")).contains("smartstack");

      api.helm("uninstall", "smartstack", "-n", home);
      assertThat(leftovers(api)).isEmpty();
      assertThat(api.kubectl("get", "crd", "-o", "name")).contains(DEFINITION);

      api.helm(
          "install", "smartstack", Chart.HOME, "-n", home, "--set", "crds.keep=false," + AT_ONCE);
      api.helm("uninstall", "smartstack", "-n", home, "--wait");
      assertThat(api.kubectl("get", "crd", "-o", "name")).doesNotContain(DEFINITION);
    }
  }

  private static final String NO_SHORT_NAMES =
      "[{\"op\":\"remove\",\"path\":\"/spec/names/shortNames\"}]";

  /** As the operator would write it; any certificate will do. */
  private static String trust(ApiServer api) throws IOException {
    String bundle = Base64.getEncoder().encodeToString(Files.readAllBytes(api.authority()));
    return "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"%s\"}]"
        .formatted(bundle);
  }

  private static String leftovers(ApiServer api) {
    return api.kubectl(
        "get",
        "deploy,svc,sa,role,rolebinding,clusterrole,clusterrolebinding,pdb,networkpolicy,"
            + "mutatingwebhookconfiguration,secret,configmap,lease",
        "-A",
        "-l",
        "app.kubernetes.io/instance=smartstack",
        "-o",
        "name");
  }

  private static void awaitPods(ApiServer api, String home, int count) {
    await("the Deployment's pods are let in by the restricted profile")
        .atMost(Duration.ofSeconds(60))
        .until(() -> api.admin().pods().inNamespace(home).list().getItems().size() == count);
  }
}
