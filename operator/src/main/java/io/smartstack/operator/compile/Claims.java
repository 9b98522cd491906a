// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.smartstack.crd.v1.NerveSpec;
import io.smartstack.crd.v1.SmartService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who listens where in a pod; the first who comes stays. */
final class Claims {

  /** Where the sidecar answers, on every address. */
  static final int SIDECAR_PORT = 3210;

  private final Surroundings surroundings;
  private final List<SmartService> services;
  private final List<Claim> taken = new ArrayList<>();

  Claims(List<SmartService> services, HaproxyTop top, Surroundings surroundings) {
    this.services = services;
    this.surroundings = surroundings;
    taken.add(new Claim("*", SIDECAR_PORT, SIDECAR_PORT, "the sidecar itself"));
    if (!top.statsByDefault()) {
      top.extraSections()
          .forEach((heading, lines) ->
              lines.forEach(line ->
                  Claim.ofLine(line, "haproxy.extraSections (" + heading + ")")
                      .ifPresent(taken::add)));
    }
  }

  /** Takes the ports, or says who has one of them and what to do. */
  Optional<String> take(Claim claim) {
    Optional<String> clash = clash(claim);
    if (clash.isEmpty()) {
      taken.add(claim);
    }
    return clash;
  }

  /** Whether nobody, not even the application, needs this port. */
  boolean isFree(int port) {
    return taken.stream().noneMatch(claim -> claim.has(port))
        && nerves().stream().noneMatch(nerve -> nerve.port() == port);
  }

  private Optional<String> clash(Claim claim) {
    for (NerveSpec nerve : nerves()) {
      if (claim.has(nerve.port()) && surroundings.sharedWithApplication(claim.address())) {
        return Optional.of(
            "the pod's own application listens on port %d; give this use another port, or a haproxy.bindAddress if the application keeps to the pod's address"
                .formatted(nerve.port()));
      }
    }
    return taken.stream()
        .filter(claim::meets)
        .findFirst()
        .map(other ->
            "port %s is taken by %s; give this use another port"
                .formatted(
                    claim.first() == claim.last()
                        ? claim.first()
                        : claim.first() + "-" + claim.last(),
                    other.who()));
  }

  private List<NerveSpec> nerves() {
    return services.stream()
        .map(service -> service.getSpec().nerve())
        .filter(Objects::nonNull)
        .toList();
  }
}
