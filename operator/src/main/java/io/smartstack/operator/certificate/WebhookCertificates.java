// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.operator.status.Events;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook's certificates, in every replica. All serve what the Secret holds, from the moment
 * that it is there; the leader also makes it, renews it, and tells the API server whom to trust.
 */
public final class WebhookCertificates implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WebhookCertificates.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final CertificateSettings settings;
  private final LiveKey key = new LiveKey();
  private final Served served = new Served(key);
  private final Semaphore news = new Semaphore(0);
  private final Cluster cluster;
  private final Keeper keeper;
  private final Thread thread;
  private volatile boolean leading;
  private volatile boolean closed;
  private @Nullable String trouble;

  /**
   * Starts watching and serving.
   *
   * @param client may get, list and watch the Secret and the webhook configuration; the leader's
   *     also creates, updates and deletes the one and patches the other
   * @param settings names and times
   * @param events hears of a Secret that had to be replaced
   * @param metrics gets the gauge {@code smartstack.webhook.certificate.expiry}, in seconds since
   *     1970
   * @param clock what time it is
   */
  public WebhookCertificates(
      KubernetesClient client,
      CertificateSettings settings,
      Events events,
      MeterRegistry metrics,
      InstantSource clock) {
    this.clock = clock;
    this.settings = settings;
    this.cluster = new Cluster(client, settings, news::release);
    this.keeper = new Keeper(cluster, settings, events);
    metrics.gauge("smartstack.webhook.certificate.expiry", this, WebhookCertificates::expiry);
    this.thread = Thread.ofVirtual().name("webhook-certificates").start(this::run);
  }

  /** From now on this replica writes. */
  public void becomeLeader() {
    leading = true;
    news.release();
  }

  /** From now on this replica doesn't write; a write that is underway may still arrive. */
  public void stop() {
    leading = false;
  }

  /** What is served now; empty until there is a Secret. */
  public Optional<X509Certificate> current() {
    return Optional.ofNullable(key.current()).map(KeyedCertificate::certificate);
  }

  /** Serves the certificate of the moment for as long as this isn't closed. */
  public SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** Why calls to this replica would fail for want of trust; empty when they wouldn't. */
  public Optional<String> notTrusted() {
    return cluster.known()
        ? served.notTrusted(cluster.trust(), clock.instant())
        : Optional.of("the webhook's Secret and configuration haven't been read yet");
  }

  private double expiry() {
    KeyedCertificate served = key.current();
    return served == null ? Double.NaN : served.end().getEpochSecond();
  }

  private void run() {
    try {
      while (!closed) {
        Duration pause = look() ? settings.look() : AGAIN;
        var _ = news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is nothing to be tried again. */
  private boolean look() {
    if (!cluster.known()) {
      return false;
    }
    try {
      serve();
      if (leading) {
        keeper.look(clock.instant());
      }
      trouble = null;
      return true;
    } catch (KubernetesClientException e) {
      return said(e);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("The webhook's certificates could not be kept");
      return false;
    }
  }

  private void serve() {
    Secret secret = cluster.secret();
    if (secret == null || SecretData.isEmpty(secret)) {
      return;
    }
    try {
      served.offer(SecretData.read(secret.getData()).serving(), cluster.trust(), clock.instant());
    } catch (ForeignSecretException e) {
      log.atDebug().setCause(e).log("The Secret can't be used; what was served is served on");
    }
  }

  /** Somebody was quicker: the watch brings what they wrote. Anything else is said once. */
  private boolean said(KubernetesClientException e) {
    if (e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND) {
      log.atDebug().setCause(e).log("The cluster has moved on");
    } else if (!String.valueOf(e.getMessage()).equals(trouble)) {
      trouble = String.valueOf(e.getMessage());
      log.atWarn().addKeyValue("error", trouble).log("The webhook's certificates can't be written");
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    leading = false;
    thread.interrupt();
    cluster.close();
  }
}
