// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.NerveServiceConfig;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A registry that notes what it is told and answers when the test lets it. */
final class RecordingReporter implements Reporter {

  /** What the registry was told, in order: {@code up a:8000}, {@code down a:8000}, … */
  static final class Registry implements ReporterFactory {

    final List<String> told = new CopyOnWriteArrayList<>();
    final List<RecordingReporter> reporters = new CopyOnWriteArrayList<>();
    volatile boolean answers = true;
    volatile int failures;

    @Override
    public Reporter create(String instanceId, NerveServiceConfig service) {
      RecordingReporter reporter = new RecordingReporter(this, name(service));
      reporters.add(reporter);
      return reporter;
    }

    /** Answers everything it has not answered yet, and from now on at once. */
    void answer() {
      answers = true;
      reporters.forEach(RecordingReporter::answer);
    }

    private static String name(NerveServiceConfig service) {
      String weight = service.weight() == null ? "" : " weight " + service.weight();
      return service.name() + ":" + service.port() + weight;
    }

    List<String> standing() {
      return reporters.stream().filter(r -> r.registered).map(r -> r.name).toList();
    }
  }

  private final Registry registry;
  private final String name;
  private volatile boolean up;
  private volatile boolean registered;
  private @Nullable CompletableFuture<Void> withdrawal;

  private RecordingReporter(Registry registry, String name) {
    this.registry = registry;
    this.name = name;
  }

  @Override
  public synchronized void reportUp() {
    registry.told.add("up " + name);
    up = true;
    if (registry.answers) {
      registered = true;
    }
  }

  @Override
  public synchronized CompletableFuture<Void> reportDown() {
    registry.told.add("down " + name);
    up = false;
    CompletableFuture<Void> answer = withdrawal == null ? new CompletableFuture<>() : withdrawal;
    withdrawal = answer;
    if (registry.answers) {
      answer();
    }
    return answer;
  }

  private synchronized void answer() {
    registered = up;
    if (!up && withdrawal != null) {
      withdrawal.complete(null);
      withdrawal = null;
    }
  }

  @Override
  public State state() {
    String error = registry.failures == 0 ? null : "connection loss";
    return new State(registered, null, Instant.EPOCH, registry.failures, error);
  }

  @Override
  public void close() {
    registry.told.add("close " + name);
  }
}
