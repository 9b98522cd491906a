// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.smartstack.sidecar.admin.Answer;
import io.smartstack.sidecar.admin.Knowledge;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the admin endpoint answers from: every part's answers together. */
final class ProcessKnowledge implements Knowledge, AutoCloseable {

  private final List<GuardedPart> parts;
  private final PrometheusMeterRegistry meters;
  private @Nullable JvmGcMetrics collections;
  private final Instant startedAt = Instant.now();

  ProcessKnowledge(List<GuardedPart> parts, PrometheusMeterRegistry meters) {
    this.parts = parts;
    this.meters = meters;
  }

  @Override
  public Answer health() {
    return all(GuardedPart::health);
  }

  @Override
  public Answer ready() {
    return all(GuardedPart::ready);
  }

  @Override
  public Answer started() {
    return all(GuardedPart::started);
  }

  @Override
  public Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("version", new Version().getVersion()[0]);
    status.put("pid", ProcessHandle.current().pid());
    status.put("started_at", startedAt);
    parts.forEach(part -> status.put(part.name(), part.status()));
    return status;
  }

  @Override
  public synchronized String metrics() {
    if (collections == null) {
      collections = new JvmGcMetrics();
      measureJvm(collections);
    }
    return meters.scrape();
  }

  /**
   * From the first question on, collections counted from there: a start is in a hurry, and where
   * nobody asks they would be for nothing.
   */
  private void measureJvm(JvmGcMetrics collections) {
    collections.bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
  }

  private Answer all(Function<GuardedPart, Answer> question) {
    List<Answer> answers = parts.stream().map(question).toList();
    return answers.stream()
        .filter(answer -> !answer.ok())
        .findFirst()
        .orElseGet(
            () -> Answer.yes(String.join("; ", answers.stream().map(Answer::reason).toList())));
  }

  @Override
  public synchronized void close() {
    if (collections != null) {
      collections.close();
    }
    meters.close();
  }
}
