// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Which of several replicas writes. */
final class LeaderOptions {

  @Option(
      names = "--leader-election",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "${env:SMARTSTACK_LEADER_ELECTION:-true}",
      description =
          "Whether a Lease decides who writes; false only for one replica. Default: true.")
  boolean election = true;

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      defaultValue = "smartstack-operator",
      description = "The Lease, in the operator's namespace. Default: ${DEFAULT-VALUE}.")
  String leaseName = "";

  @Option(
      names = "--lease-duration",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long others wait for a silent leader. Default: ${DEFAULT-VALUE}.")
  int leaseSeconds;

  @Option(
      names = "--renew-deadline",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long a leader writes without a renewal; then it exits. Default: ${DEFAULT-VALUE}.")
  int deadlineSeconds;

  @Option(
      names = "--retry-period",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Time between two looks at the Lease. Default: ${DEFAULT-VALUE}.")
  int retrySeconds;

  LeaderTerms terms() {
    return new LeaderTerms(
        Duration.ofSeconds(leaseSeconds),
        Duration.ofSeconds(deadlineSeconds),
        Duration.ofSeconds(retrySeconds));
  }
}
