// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Hands TLS the certificate of the moment; connections that stand aren't touched by a new one. */
final class LiveKey extends X509ExtendedKeyManager {

  /** A handshake asks for certificate and key apart: its alias must go on meaning the same. */
  private record Generations(
      long number, @Nullable KeyedCertificate now, @Nullable KeyedCertificate before) {}

  private final AtomicReference<Generations> generations =
      new AtomicReference<>(new Generations(0, null, null));

  @Nullable KeyedCertificate current() {
    return generations.get().now();
  }

  void serve(KeyedCertificate certificate) {
    generations.updateAndGet(it -> new Generations(it.number() + 1, certificate, it.now()));
  }

  private @Nullable String alias(String keyType) {
    Generations it = generations.get();
    return it.now() != null && keyType.startsWith("EC") ? Long.toString(it.number()) : null;
  }

  private @Nullable KeyedCertificate of(String alias) {
    Generations it = generations.get();
    return alias.equals(Long.toString(it.number())) ? it.now() : it.before();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(keyType);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    KeyedCertificate it = of(alias);
    return it == null ? null : new X509Certificate[] {it.certificate()};
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    KeyedCertificate it = of(alias);
    return it == null ? null : it.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
