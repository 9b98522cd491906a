// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pod is told to stop only when its callers have let go: the containers that have no preStop wait
 * for the sidecar's {@code /drained}.
 */
final class PodDrain {

  private static final long DEFAULT_GRACE = 30;
  private static final String PATH = "/drained";

  private final long grace;

  PodDrain(PodSpec spec) {
    this.grace = Objects.requireNonNullElse(spec.getTerminationGracePeriodSeconds(), DEFAULT_GRACE);
  }

  /** Longest wait: half of the time that the pod has, the other half is the application's. */
  long deadlineSeconds() {
    return Math.max(1, grace / 2);
  }

  /** The container, waiting unless it has a preStop or the pod has no time. */
  Container hooked(Container container) {
    if (grace <= 0 || preStop(container) != null) {
      return container;
    }
    return new ContainerBuilder(container)
        .editOrNewLifecycle()
        .withPreStop(hook())
        .endLifecycle()
        .build();
  }

  /** Why callers may still come when the application is told to stop; empty when they don't. */
  Optional<String> unprotected(List<Container> containers) {
    if (grace <= 0) {
      return Optional.of("terminationGracePeriodSeconds is 0");
    }
    String own =
        containers.stream()
            .filter(container -> preStop(container) != null && !isHook(preStop(container)))
            .map(Container::getName)
            .collect(Collectors.joining(", "));
    return own.isEmpty() ? Optional.empty() : Optional.of("own preStop: " + own);
  }

  private static @Nullable LifecycleHandler preStop(Container container) {
    return container.getLifecycle() == null ? null : container.getLifecycle().getPreStop();
  }

  private static boolean isHook(@Nullable LifecycleHandler handler) {
    HTTPGetAction get = handler == null ? null : handler.getHttpGet();
    return get != null
        && PATH.equals(get.getPath())
        && get.getPort() != null
        && Integer.valueOf(Words.PORT).equals(get.getPort().getIntVal());
  }

  private static LifecycleHandler hook() {
    return new LifecycleHandlerBuilder()
        .withNewHttpGet()
        .withPath(PATH)
        .withNewPort(Words.PORT)
        .withScheme("HTTP")
        .endHttpGet()
        .build();
  }
}
