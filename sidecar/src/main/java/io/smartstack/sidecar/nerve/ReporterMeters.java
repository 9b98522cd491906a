// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What one reporter measures: acknowledged writes by kind, and failed attempts. */
record ReporterMeters(Timer create, Timer save, Timer delete, Counter renewed, Counter failures) {

  static ReporterMeters in(MeterRegistry meters, String service) {
    return new ReporterMeters(
        meters.timer("nerve.reporter.zk.create", "service", service),
        meters.timer("nerve.reporter.zk.save", "service", service),
        meters.timer("nerve.reporter.zk.delete", "service", service),
        meters.counter("nerve.reporter.zk.ttl.renew", "service", service),
        meters.counter("nerve.reporter.zk.failures", "service", service));
  }
}
