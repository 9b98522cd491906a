// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.smartstack.operator.certificate.CertificateSettings;
import io.smartstack.operator.certificate.WebhookCertificates;
import io.smartstack.operator.injection.CachedSmartServices;
import io.smartstack.operator.injection.Injector;
import io.smartstack.operator.injection.SidecarDefaults;
import io.smartstack.operator.injection.WebhookServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The webhook, on every replica; its certificate is written by the leader. */
final class WebhookDoor implements Work {

  private final Parts.Surroundings with;
  private @Nullable WebhookCertificates certificates;
  private @Nullable CachedSmartServices services;
  private volatile @Nullable WebhookServer server;

  WebhookDoor(Parts.Surroundings with) {
    this.with = with;
  }

  @Override
  public void start() {
    Settings settings = with.settings();
    var keys =
        new WebhookCertificates(
            with.client(),
            certificateSettings(settings),
            with.events(),
            with.meters(),
            InstantSource.system());
    certificates = keys;
    var cached = new CachedSmartServices(with.client(), settings.namespaces());
    services = cached;
    var injector = new Injector(cached, sidecars(settings), settings.failClosed(), with.meters());
    try {
      server =
          WebhookServer.open(
              new InetSocketAddress(settings.bind(), settings.webhookPort()),
              keys,
              injector,
              with.meters());
    } catch (IOException e) {
      throw new UncheckedIOException("webhook port " + settings.webhookPort(), e);
    }
  }

  /** From now on this replica keeps the certificate. */
  void lead() {
    if (certificates != null) {
      certificates.becomeLeader();
    }
  }

  /** From now on it keeps it no more. */
  void follow() {
    if (certificates != null) {
      certificates.stop();
    }
  }

  /** Where it listens. */
  int port() {
    WebhookServer open = server;
    if (open == null) {
      throw new IllegalStateException("not started");
    }
    return open.port();
  }

  @Override
  public List<String> problems() {
    WebhookServer open = server;
    return open == null ? List.of("webhook: not started") : open.notReady().stream().toList();
  }

  @Override
  public void leave() {
    WebhookServer open = server;
    if (open != null) {
      open.leave();
    }
  }

  @Override
  public void stop() {
    WebhookServer open = server;
    if (open != null) {
      open.close();
    }
    if (services != null) {
      services.close();
    }
    if (certificates != null) {
      certificates.close();
    }
  }

  private static CertificateSettings certificateSettings(Settings settings) {
    var usual = CertificateSettings.of(settings.home(), settings.clusterDomain());
    return new CertificateSettings(
        usual.namespace(),
        usual.secret(),
        settings.webhookService(),
        usual.clusterDomain(),
        settings.webhookConfiguration(),
        usual.webhooks(),
        settings.webhookNames(),
        usual.servingLifetime(),
        usual.authorityLifetime(),
        usual.settle(),
        usual.look());
  }

  private static SidecarDefaults sidecars(Settings settings) {
    var usual = SidecarDefaults.of(settings.sidecarImage(), settings.sidecarVersion());
    return new SidecarDefaults(
        usual.image(),
        settings.pullPolicy(),
        usual.version(),
        Objects.requireNonNullElse(settings.sidecarResources(), usual.resources()),
        Objects.requireNonNullElse(settings.haproxyResources(), usual.haproxyResources()),
        usual.javaOptions());
  }
}
