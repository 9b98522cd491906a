// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.smartstack.crd.v1.HaproxyServiceSpec;
import io.smartstack.crd.v1.SynapseSpec;
import io.smartstack.crd.v1.UsedService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a caller says of a service, laid over what the service says of itself. */
final class Overrides {

  private static final HaproxyServiceSpec NOTHING =
      new HaproxyServiceSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  private Overrides() {}

  /** Field by field: the caller's where it says anything. */
  static SynapseSpec laidOver(SynapseSpec own, UsedService use) {
    return new SynapseSpec(
        or(use.port(), own.port()),
        laidOver(needed(own.haproxy(), NOTHING), needed(use.haproxy(), NOTHING)),
        or(use.defaultServers(), own.defaultServers()),
        needed(use.keepDefaultServers(), own.keepDefaultServers()),
        needed(use.usePreviousBackends(), own.usePreviousBackends()),
        or(use.backendPortOverride(), own.backendPortOverride()),
        needed(use.leaderElection(), own.leaderElection()),
        or(use.labelFilters(), own.labelFilters()),
        or(use.discovery(), own.discovery()));
  }

  /** Field by field: {@code upper}'s where it says anything. */
  static HaproxyServiceSpec laidOver(HaproxyServiceSpec lower, HaproxyServiceSpec upper) {
    var choice = new Choice(lower, upper);
    return new HaproxyServiceSpec(
        choice.of(HaproxyServiceSpec::mode),
        choice.of(HaproxyServiceSpec::listen),
        choice.of(HaproxyServiceSpec::frontend),
        choice.of(HaproxyServiceSpec::backend),
        choice.of(HaproxyServiceSpec::serverOptions),
        choice.of(HaproxyServiceSpec::backendOrder),
        choice.of(HaproxyServiceSpec::bindAddress),
        choice.of(HaproxyServiceSpec::bindOptions),
        choice.of(HaproxyServiceSpec::backendName),
        choice.of(HaproxyServiceSpec::sharedFrontend),
        choice.of(HaproxyServiceSpec::cookieValueMethod),
        choice.of(HaproxyServiceSpec::disabled),
        choice.of(HaproxyServiceSpec::portRange));
  }

  private record Choice(HaproxyServiceSpec lower, HaproxyServiceSpec upper) {
    <T> @Nullable T of(Function<HaproxyServiceSpec, @Nullable T> field) {
      T above = field.apply(upper);
      return above == null ? field.apply(lower) : above;
    }
  }

  private static <T> @Nullable T or(@Nullable T upper, @Nullable T lower) {
    return upper == null ? lower : upper;
  }

  private static <T> T needed(@Nullable T upper, T lower) {
    return upper == null ? lower : upper;
  }
}
