// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the webhook's certificates are kept and how long they last.
 *
 * @param namespace of the Secret and the Service
 * @param secret keeps keys and certificates
 * @param service the name that the API server calls
 * @param clusterDomain for instance {@code cluster.local}
 * @param configuration the MutatingWebhookConfiguration that trusts them
 * @param webhooks those in it that call us; readiness goes by the first
 * @param extraNames further DNS names and IP addresses that are served
 * @param servingLifetime of the serving certificate, which is renewed after two thirds of it
 * @param authorityLifetime of the authority, which is renewed after two thirds of it
 * @param settle how long a new authority must have been trusted before anything signed by it is
 *     served: the time in which every API server has surely heard of it
 * @param look longest time between two looks at the clock
 */
public record CertificateSettings(
    String namespace,
    String secret,
    String service,
    String clusterDomain,
    String configuration,
    List<String> webhooks,
    List<String> extraNames,
    Duration servingLifetime,
    Duration authorityLifetime,
    Duration settle,
    Duration look) {

  public CertificateSettings {
    webhooks = List.copyOf(webhooks);
    extraNames = List.copyOf(extraNames);
  }

  /** What the chart installs into the namespace: 90 days, two years. */
  public static CertificateSettings of(String namespace, String clusterDomain) {
    return new CertificateSettings(
        namespace,
        "smartstack-webhook-certificate",
        "smartstack-webhook",
        clusterDomain,
        "smartstack",
        List.of("pods.smartstack.io", "reached.smartstack.io"),
        List.of(),
        Duration.ofDays(90),
        Duration.ofDays(730),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1));
  }

  /** The same under these further names too. */
  public CertificateSettings withExtraNames(List<String> names) {
    return new CertificateSettings(
        namespace,
        secret,
        service,
        clusterDomain,
        configuration,
        webhooks,
        names,
        servingLifetime,
        authorityLifetime,
        settle,
        look);
  }

  /** The same with other times. */
  public CertificateSettings withTimes(
      Duration serving, Duration authority, Duration settling, Duration looking) {
    return new CertificateSettings(
        namespace,
        secret,
        service,
        clusterDomain,
        configuration,
        webhooks,
        extraNames,
        serving,
        authority,
        settling,
        looking);
  }

  List<String> names() {
    String name = service + "." + namespace + ".svc";
    var all = new ArrayList<>(List.of(name, name + "." + clusterDomain));
    all.addAll(extraNames);
    return List.copyOf(all);
  }
}
