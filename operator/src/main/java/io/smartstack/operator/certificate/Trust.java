// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom the API server trusts when it calls the webhook. */
sealed interface Trust {

  /** It calls nobody: there is no such configuration, or no such webhook in it. */
  record Nobody() implements Trust {}

  /** It trusts what these authorities signed. */
  record Authorities(Set<X509Certificate> certificates) implements Trust {

    public Authorities {
      certificates = Set.copyOf(certificates);
    }
  }

  /** What the configuration says; a bundle that can't be read is one of no authority. */
  static Trust of(@Nullable MutatingWebhookConfiguration configuration, String webhook) {
    return Optional.ofNullable(configuration).stream()
        .flatMap(it -> it.getWebhooks().stream())
        .filter(it -> webhook.equals(it.getName()))
        .findFirst()
        .<Trust>map(it -> new Authorities(bundle(it)))
        .orElseGet(Nobody::new);
  }

  private static Set<X509Certificate> bundle(MutatingWebhook webhook) {
    String encoded =
        webhook.getClientConfig() == null ? null : webhook.getClientConfig().getCaBundle();
    try {
      byte[] text = Base64.getDecoder().decode(encoded == null ? "" : encoded);
      return new HashSet<>(Pem.certificates(new String(text, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Set.of();
    }
  }

  /** Whether a call to who serves the certificate succeeds, as far as trust goes. */
  default boolean covers(X509Certificate served) {
    return switch (this) {
      case Nobody() -> true;
      case Authorities(Set<X509Certificate> all) ->
          all.stream().anyMatch(authority -> KeyedCertificate.signs(authority, served));
    };
  }

  /** Whether it trusts exactly these. */
  default boolean is(List<X509Certificate> authorities) {
    return this instanceof Authorities(Set<X509Certificate> all)
        && all.equals(Set.copyOf(authorities));
  }
}
