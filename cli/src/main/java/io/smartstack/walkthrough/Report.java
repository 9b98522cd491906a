// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.load.Statistics;
import io.smartstack.local.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of the whole walkthrough: a table to read, a file to compute with. */
final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final List<StepResult> results;
  private final Duration took;

  Report(List<StepResult> results, Duration took) {
    this.results = List.copyOf(results);
    this.took = took;
  }

  boolean passed() {
    return !results.isEmpty() && results.stream().allMatch(StepResult::passed);
  }

  /** One row per step. */
  Table table() {
    Table table =
        new Table("#", "STEP", "SENT", "FAILED", "NOTICED", "RECOVERED", "TOOK", "VERDICT");
    int number = 0;
    for (StepResult result : results) {
      Statistics calls = result.calls();
      table.row(
          Integer.toString(++number),
          result.step().title(),
          calls == null ? "-" : Integer.toString(calls.sent()),
          calls == null ? "-" : Integer.toString(calls.failed()),
          seconds(result.noticed()),
          seconds(result.recovered()),
          seconds(result.took()),
          verdict(result));
    }
    return table;
  }

  /** The last line: how many steps, how many calls, how long. */
  String sum() {
    long passed = results.stream().filter(StepResult::passed).count();
    int sent =
        results.stream()
            .map(StepResult::calls)
            .mapToInt(calls -> calls == null ? 0 : calls.sent())
            .sum();
    return "%d of %d steps passed; %d calls; %.0f s"
        .formatted(passed, results.size(), sent, took.toMillis() / 1e3);
  }

  /** Writes {@code report.json} and {@code report.md}. */
  void write(Path directory) throws IOException {
    JSON.writeValue(directory.resolve("report.json").toFile(), json());
    Files.writeString(
        directory.resolve("report.md"),
        "# The walkthrough\n\n" + table().markdown() + "\n" + sum() + "\n");
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("passed", passed());
    json.put("seconds", took.toMillis() / 1e3);
    ArrayNode steps = json.putArray("steps");
    for (StepResult result : results) {
      ObjectNode step = steps.addObject();
      step.put("chapter", result.step().chapter());
      step.put("title", result.step().title());
      step.put("passed", result.passed());
      step.put("seconds", result.took().toMillis() / 1e3);
      put(step, "noticed_seconds", result.noticed());
      put(step, "recovered_seconds", result.recovered());
      Statistics calls = result.calls();
      if (calls != null) {
        ObjectNode counted = step.putObject("calls");
        counted.put("sent", calls.sent()).put("keep_alive", calls.keepAlive());
        counted.put("failed", calls.failed()).put("failed_begun", calls.failedBegun());
        counted.put("per_second", calls.rate());
        counted.put("failing_for_seconds", calls.failingFor().toMillis() / 1e3);
        counted
            .put("p50_ms", calls.p50().toNanos() / 1e6)
            .put("p99_ms", calls.p99().toNanos() / 1e6);
        calls.reasons().forEach(counted.putObject("reasons")::put);
        calls.nodes().forEach(counted.putObject("answered_by")::put);
      }
      ArrayNode verdicts = step.putArray("verdicts");
      for (Verdict verdict : result.verdicts()) {
        ObjectNode one = verdicts.addObject();
        one.put("what", verdict.what()).put("holds", verdict.holds());
        one.put("observed", verdict.observed());
      }
    }
    return json;
  }

  private static void put(ObjectNode json, String key, @Nullable Duration time) {
    if (time != null) {
      json.put(key, time.toMillis() / 1e3);
    }
  }

  private static String verdict(StepResult result) {
    return result.verdicts().stream()
        .filter(verdict -> !verdict.holds())
        .findFirst()
        .map(verdict -> "FAILED: " + verdict.what())
        .orElse("passed");
  }

  private static String seconds(@Nullable Duration time) {
    return time == null ? "-" : "%.1f s".formatted(time.toMillis() / 1e3);
  }
}
