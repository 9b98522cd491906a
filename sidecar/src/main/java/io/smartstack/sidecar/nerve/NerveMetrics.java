// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What Nerve counts. */
final class NerveMetrics {

  private final MeterRegistry meters;

  NerveMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Publishes how many services there are and how they are. */
  void watch(Nerve nerve) {
    gauge("nerve.watchers.desired", "Services in the configuration", nerve, Nerve::desired);
    gauge("nerve.watchers.up", "Services that are up", nerve, n -> n.count(Status.UP));
    gauge("nerve.watchers.down", "Services that are down", nerve, n -> n.count(Status.DOWN));
    gauge(
        "nerve.repeated.report.failures.max",
        "Failed reports in a row, of the service that has most",
        nerve,
        Nerve::mostFailures);
  }

  void checked(boolean passed, Duration took) {
    meters.timer("nerve.check.duration").record(took);
    meters.counter("nerve.check.results", "result", passed ? "passed" : "failed").increment();
  }

  void transition(String service, Status to) {
    String word = to.name().toLowerCase(Locale.ROOT);
    meters.counter("nerve.transitions", "service", service, "to", word).increment();
  }

  void throttled(String service) {
    meters.counter("nerve.throttled", "service", service).increment();
  }

  private void gauge(String name, String about, Nerve nerve, ToDoubleFunction<Nerve> value) {
    Gauge.builder(name, nerve, value).description(about).register(meters);
  }
}
