// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One service's gauges. */
final class ServiceMeters implements AutoCloseable {

  private final MeterRegistry meters;
  private final List<Gauge> gauges;
  private volatile @Nullable Supplier<SynapseStatus.Service> service;

  ServiceMeters(String name, MeterRegistry meters) {
    this.meters = meters;
    this.gauges =
        List.of(
            gauge(name, "synapse.backends", s -> s.backends().size()),
            gauge(
                name,
                "synapse.backends.stale",
                s -> s.backends().stream().filter(SynapseStatus.KnownBackend::stale).count()),
            gauge(name, "synapse.registrations.left_out", s -> s.leftOut().size()),
            gauge(name, "synapse.watcher.stale", s -> s.staleSince() == null ? 0 : 1));
  }

  void show(Supplier<SynapseStatus.Service> now) {
    service = now;
  }

  private Gauge gauge(String name, String meter, ToDoubleFunction<SynapseStatus.Service> value) {
    return Gauge.builder(meter, this, self -> self.value(value))
        .tag("service", name)
        .register(meters);
  }

  private double value(ToDoubleFunction<SynapseStatus.Service> value) {
    Supplier<SynapseStatus.Service> now = service;
    return now == null ? 0 : value.applyAsDouble(now.get());
  }

  @Override
  public void close() {
    gauges.forEach(meters::remove);
  }
}
