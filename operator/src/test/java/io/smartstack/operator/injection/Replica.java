// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smartstack.operator.certificate.CertificateSettings;
import io.smartstack.operator.certificate.WebhookCertificates;
import io.smartstack.operator.status.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One of the operator's replicas, as far as the webhook goes. */
final class Replica implements AutoCloseable {

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final List<String> events = new CopyOnWriteArrayList<>();
  final WebhookCertificates certificates;
  final WebhookServer server;
  final CachedSmartServices services;

  Replica(KubernetesClient client, CertificateSettings settings, boolean failClosed) {
    services = new CachedSmartServices(client, Set.of());
    certificates =
        new WebhookCertificates(client, settings, new Heard(), metrics, InstantSource.system());
    try {
      server =
          WebhookServer.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              certificates,
              new Injector(services, Pods.DEFAULTS, failClosed, metrics),
              metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double injections(String outcome) {
    return metrics.counter("smartstack.injections", "outcome", outcome).count();
  }

  @Override
  public void close() {
    server.close();
    certificates.close();
    services.close();
  }

  private final class Heard implements Events {

    @Override
    public void normal(HasMetadata about, String reason, String note) {
      events.add(reason);
    }

    @Override
    public void warning(HasMetadata about, String reason, String note) {
      events.add(reason);
    }
  }
}
