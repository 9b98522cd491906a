// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.registry;

import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.Registration.Reading;
import io.smartstack.sidecar.registry.ZnodeName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One instance that is registered now.
 *
 * @param name the instance's id: the pod, or the machine
 * @param host address or host name
 * @param port as it was registered
 * @param since when its znode was made, by the servers' clock
 * @param czxid the transaction that made it: two instances of one name are told apart by it
 */
public record RegisteredBackend(String name, String host, String port, Instant since, long czxid) {

  /** {@code host:port} that callers use, an IPv6 address in brackets. */
  public String address() {
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Reads a registration's znode as Synapse does: the name first; empty when it can't be used. */
  static Optional<RegisteredBackend> of(String znode, Znode content) {
    return ZnodeName.payload(znode)
        .flatMap(payload -> usable(Registration.read(payload)))
        .or(() -> usable(Registration.read(content.data())))
        .map(registration -> of(znode, content, registration));
  }

  private static RegisteredBackend of(String znode, Znode content, Registration registration) {
    return new RegisteredBackend(
        Objects.requireNonNullElse(registration.name(), znode),
        registration.host(),
        registration.port().text(),
        content.created(),
        content.czxid());
  }

  private static Optional<Registration> usable(Reading reading) {
    return switch (reading) {
      case Reading.Usable(Registration registration) -> Optional.of(registration);
      case Reading.Unusable _ -> Optional.empty();
    };
  }
}
