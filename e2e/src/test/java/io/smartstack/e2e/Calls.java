// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a scene's calls. A call is never sent twice; a reset, a timeout (5 s), a short
 * body and an answer other than 200 count as lost.
 *
 * @param sent how many, half of them over kept-alive connections
 * @param lost how many of them failed
 * @param seconds how long calls were made
 * @param failingForSeconds from the first lost call to the last
 * @param p99Milliseconds 99 of 100 good answers were at least this fast
 * @param reasons lost calls by what became of them
 * @param answeredBy good answers by the pod that gave them
 */
record Calls(
    int sent,
    int lost,
    double seconds,
    double failingForSeconds,
    double p99Milliseconds,
    Map<String, Integer> reasons,
    Map<String, Integer> answeredBy) {

  /** Fewer calls than this in a scene prove nothing. */
  static final int LEAST = 500;

  /** Nor do calls slower than this, each second. */
  static final int LEAST_RATE = 100;

  static Calls of(JsonNode json) {
    return new Calls(
        json.path("sent").asInt(),
        json.path("failed").asInt(),
        json.path("seconds").asDouble(),
        json.path("failing_for_seconds").asDouble(),
        json.path("p99_ms").asDouble(),
        counts(json.path("reasons")),
        counts(json.path("answered_by")));
  }

  private static Map<String, Integer> counts(JsonNode json) {
    Map<String, Integer> counts = new TreeMap<>();
    json.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asInt()));
    return counts;
  }
}
