// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.service.PodFacts.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod that runs, is ready and has a sidecar, but for what is changed. */
final class PodMaker {

  final String name;
  Instant created = Things.NOW.minusSeconds(600);
  List<String> services = List.of("a");
  @Nullable Instant runningSince = Things.NOW.minusSeconds(500);
  boolean ready = true;
  boolean terminating;
  boolean injected = true;
  boolean exempt;
  boolean unprotected;
  @Nullable String skipped;
  @Nullable String nudged;
  @Nullable Owner owner = Things.REPLICA_SET;

  PodMaker(String name) {
    this.name = name;
  }

  static PodMaker missed(String name) {
    PodMaker maker = new PodMaker(name);
    maker.injected = false;
    return maker;
  }

  PodMaker nudged(@Nullable String annotation) {
    nudged = annotation;
    return this;
  }

  PodMaker owner(@Nullable Owner of) {
    owner = of;
    return this;
  }

  PodMaker created(Instant at) {
    created = at;
    return this;
  }

  PodMaker unready() {
    ready = false;
    return this;
  }

  PodMaker terminating() {
    terminating = true;
    return this;
  }

  PodFacts make() {
    return new PodFacts(
        "shop",
        name,
        "uid-" + name,
        created,
        services,
        "node-1",
        runningSince,
        ready,
        false,
        terminating,
        injected,
        exempt,
        unprotected,
        skipped,
        nudged,
        owner);
  }
}
