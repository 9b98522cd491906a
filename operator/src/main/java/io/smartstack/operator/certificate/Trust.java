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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whom the API server trusts when it calls the webhook. */
sealed interface Trust {

  /** It calls nobody: there is no such configuration, or no such webhook in it. */
  record Nobody() implements Trust {}

  /**
   * It trusts what these authorities signed.
   *
   * @param certificates those of the first webhook
   * @param alike whether the other webhooks' are the same
   */
  record Authorities(Set<X509Certificate> certificates, boolean alike) implements Trust {

    public Authorities {
      certificates = Set.copyOf(certificates);
    }
  }

  /** What the configuration says; a bundle that can't be read is one of no authority. */
  static Trust of(@Nullable MutatingWebhookConfiguration configuration, List<String> webhooks) {
    Map<String, Set<X509Certificate>> bundles =
        Optional.ofNullable(configuration).stream()
            .flatMap(it -> it.getWebhooks().stream())
            .filter(it -> webhooks.contains(it.getName()))
            .collect(Collectors.toMap(MutatingWebhook::getName, Trust::bundle));
    Set<X509Certificate> first = bundles.get(webhooks.getFirst());
    return first == null
        ? new Nobody()
        : new Authorities(first, Set.of(first).containsAll(bundles.values()));
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
      case Authorities(Set<X509Certificate> all, _) ->
          all.stream().anyMatch(authority -> KeyedCertificate.signs(authority, served));
    };
  }

  /** Whether it trusts exactly these. */
  default boolean is(List<X509Certificate> authorities) {
    return this instanceof Authorities(Set<X509Certificate> all, boolean alike)
        && alike
        && all.equals(Set.copyOf(authorities));
  }
}
