// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The {@code statsd} section: validated, so that a file stays right, but nothing is sent. */
final class Statsd {

  private Statsd() {}

  static void read(Section top) {
    Section statsd = top.section("statsd");
    if (statsd == null) {
      return;
    }
    statsd.text("host");
    statsd.port("port");
    Section rates = statsd.section("sample_rate");
    Map<String, JsonNode> known = statsd.values("sample_rate");
    if (rates != null && known != null) {
      known.keySet().forEach(metric -> rates.number(metric, 1, 0));
    }
    statsd.done();
    top.warn("statsd", "statsd is not sent; the metrics are at /metrics");
  }
}
