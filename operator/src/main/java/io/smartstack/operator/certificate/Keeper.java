// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.smartstack.operator.status.Events;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer. It goes by what is written: a step is made when the one before it is seen. */
final class Keeper {

  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  private final Cluster cluster;
  private final CertificateSettings settings;
  private final Rotation rotation;
  private final Events events;
  private @Nullable X509Certificate awaited;
  private Instant trustedSince = Instant.MAX;
  private boolean lonely;

  Keeper(Cluster cluster, CertificateSettings settings, Events events) {
    this.cluster = cluster;
    this.settings = settings;
    this.rotation = new Rotation(settings);
    this.events = events;
  }

  /** Makes at most one write of each kind; throws the client's exceptions. */
  void look(Instant now) {
    Secret secret = cluster.secret();
    Trust trust = cluster.trust();
    if (secret == null) {
      cluster.create(SecretData.write(rotation.fresh(trusted(trust), now)));
      log.atInfo().addKeyValue("secret", settings.secret()).log("The webhook has a certificate");
      return;
    }
    if (SecretData.isEmpty(secret)) { // as the chart makes it
      cluster.update(secret, SecretData.write(rotation.fresh(trusted(trust), now)));
      log.atInfo().addKeyValue("secret", settings.secret()).log("The webhook has a certificate");
      return;
    }
    try {
      keep(secret, SecretData.read(secret.getData()), trust, now);
    } catch (ForeignSecretException e) {
      replace(secret, String.valueOf(e.getMessage()), trust, now);
    }
  }

  private void keep(Secret secret, Keyring keyring, Trust trust, Instant now) {
    Keyring next = rotation.step(keyring, now, nextTrusted(keyring, trust, now));
    if (!next.equals(keyring)) {
      cluster.update(secret, SecretData.write(next));
      log.atInfo()
          .addKeyValue("serving-until", next.serving().end())
          .addKeyValue("authorities", next.bundle().size())
          .log("The webhook's certificates are renewed");
    } else if (trust instanceof Trust.Authorities && !trust.is(keyring.bundle())) {
      cluster.trust(Pem.of(keyring.bundle()));
      log.atInfo()
          .addKeyValue("configuration", settings.configuration())
          .addKeyValue("authorities", keyring.bundle().size())
          .log("The API server is told whom to trust");
    }
    sayWhetherAnybodyCalls(trust);
  }

  /** From the moment on that this replica saw it: another leader's wait isn't known here. */
  private boolean nextTrusted(Keyring keyring, Trust trust, Instant now) {
    KeyedCertificate next = keyring.next();
    if (next == null) {
      awaited = null;
      return false;
    }
    if (trust instanceof Trust.Nobody) {
      return true;
    }
    if (!trust.covers(next.certificate())) {
      awaited = null;
      return false;
    }
    if (!next.certificate().equals(awaited)) {
      awaited = next.certificate();
      trustedSince = now;
    }
    return !now.isBefore(trustedSince.plus(settings.settle()));
  }

  private void replace(Secret foreign, String why, Trust trust, Instant now) {
    cluster.delete(foreign);
    Secret made = cluster.create(SecretData.write(rotation.fresh(trusted(trust), now)));
    log.atWarn()
        .addKeyValue("secret", settings.secret())
        .addKeyValue("reason", why)
        .log("The webhook's Secret can't be used and is made anew");
    events.warning(made, "CertificateReplaced", "The Secret could not be used: " + why);
  }

  private static Set<X509Certificate> trusted(Trust trust) {
    return switch (trust) {
      case Trust.Nobody() -> Set.of();
      case Trust.Authorities(Set<X509Certificate> certificates, _) -> certificates;
    };
  }

  private void sayWhetherAnybodyCalls(Trust trust) {
    boolean nobody = trust instanceof Trust.Nobody;
    if (nobody && !lonely) {
      log.atWarn()
          .addKeyValue("configuration", settings.configuration())
          .addKeyValue("webhook", settings.webhooks().getFirst())
          .log("There is no such webhook configuration: no pod gets a sidecar");
    }
    lonely = nobody;
  }
}
