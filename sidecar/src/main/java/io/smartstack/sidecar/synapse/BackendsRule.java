// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.SynapseServiceConfig;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Which backends a service's callers get.
 *
 * <p>The registered ones that pass the filters; if there are none, the default servers; if there
 * are none of these either, the ones that were there before ({@link LastKnownGood}), unless {@code
 * use_previous_backends} is false. Filters are applied before all that, so a filter that suddenly
 * matches nothing does not empty HAProxy either.
 */
final class BackendsRule {

  private BackendsRule() {}

  /**
   * The backends to use and where they come from.
   *
   * @param source where the discovered ones among them come from; {@code DEFAULT} when all are
   *     default servers or when there are none
   */
  record Choice(List<Backend> backends, Source source) {}

  /** What is registered, as this service's settings see it: port, doubles and filters applied. */
  static List<Backend> usable(SynapseServiceConfig config, List<Backend> registered) {
    Port override = config.backendPortOverride();
    List<Backend> ported =
        override == null
            ? registered
            : registered.stream().map(backend -> backend.withPort(override)).toList();
    List<Backend> distinct = BackendKey.distinct(ported);
    return config.labelFilters().isEmpty()
        ? distinct
        : distinct.stream()
            .filter(backend -> LabelFilters.pass(config.labelFilters(), backend))
            .toList();
  }

  /** Chooses once the registry has answered. */
  static Choice answered(SynapseServiceConfig config, LastKnownGood known) {
    List<Backend> defaults = usable(config, config.defaultServers());
    if (!known.live().isEmpty()) {
      return choice(config, known.live(), Source.DISCOVERED, defaults);
    }
    if (!defaults.isEmpty()) {
      return choice(config, List.of(), Source.DEFAULT, defaults);
    }
    if (!config.usePreviousBackends()) {
      return new Choice(List.of(), Source.DEFAULT);
    }
    List<Backend> previous = usable(config, known.previous());
    return choice(config, previous, kept(known), defaults);
  }

  /**
   * Chooses while the registry has not answered: what was known before, even where {@code
   * use_previous_backends} is false, for nothing says that it vanished.
   */
  static Choice unanswered(SynapseServiceConfig config, LastKnownGood known) {
    List<Backend> before = usable(config, known.previous());
    List<Backend> defaults = usable(config, config.defaultServers());
    return before.isEmpty()
        ? choice(config, List.of(), Source.DEFAULT, defaults)
        : choice(config, before, kept(known), defaults);
  }

  private static Source kept(LastKnownGood known) {
    return known.fromDisk() ? Source.CACHED : Source.PREVIOUS;
  }

  private static Choice choice(
      SynapseServiceConfig config, List<Backend> found, Source source, List<Backend> defaults) {
    List<Backend> backends = found;
    if (!defaults.isEmpty() && (found.isEmpty() || config.keepDefaultServers())) {
      List<Backend> both = new ArrayList<>(found);
      both.addAll(defaults);
      backends = BackendKey.distinct(both);
    }
    return new Choice(
        config.leaderElection() ? leader(backends) : backends,
        found.isEmpty() ? Source.DEFAULT : source);
  }

  /** The one with the smallest id; ids missing, the smallest name, then the smallest address. */
  private static List<Backend> leader(List<Backend> backends) {
    return backends.stream()
        .min(
            comparing(Backend::id, nullsLast(naturalOrder()))
                .thenComparing(Backend::name, nullsLast(naturalOrder()))
                .thenComparing(Backend::address))
        .map(List::of)
        .orElse(List.of());
  }
}
