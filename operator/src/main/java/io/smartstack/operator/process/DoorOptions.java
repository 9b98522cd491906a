// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the operator answers, and to whom. */
final class DoorOptions {

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "Where both ports listen. Default: ${DEFAULT-VALUE}.")
  String bind = "";

  @Option(
      names = "--webhook-port",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "HTTPS for the API server. Default: ${DEFAULT-VALUE}; 0 takes a free one.")
  int webhookPort;

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "HTTP for /healthz, /readyz and /metrics. Default: ${DEFAULT-VALUE}; 0 takes a free one.")
  int healthPort;

  @Option(
      names = "--webhook-service",
      paramLabel = "NAME",
      defaultValue = "smartstack-webhook",
      description = "The Service that the certificate is for. Default: ${DEFAULT-VALUE}.")
  String webhookService = "";

  @Option(
      names = "--webhook-configuration",
      paramLabel = "NAME",
      defaultValue = "smartstack",
      description =
          "The MutatingWebhookConfiguration that gets the certificate's authority."
              + " Default: ${DEFAULT-VALUE}.")
  String webhookConfiguration = "";

  @Option(
      names = "--webhook-extra-names",
      paramLabel = "NAME",
      split = ",",
      description = "Further names and addresses in the webhook's certificate.")
  List<String> webhookNames = new ArrayList<>();

  @Option(
      names = "--webhook-failure-policy",
      paramLabel = "Ignore|Fail",
      defaultValue = "Ignore",
      description =
          "Whether a pod that should get a sidecar and can't is let in or refused; as in the"
              + " webhook's configuration. Default: ${DEFAULT-VALUE}.")
  FailurePolicy failurePolicy = FailurePolicy.Ignore;

  /** Kubernetes' own words. */
  enum FailurePolicy {
    Ignore,
    Fail
  }
}
