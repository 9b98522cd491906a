// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.admin.Answer;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong in one part from reaching the other, and remembers it for /health. */
final class GuardedPart {

  private static final Logger log = LoggerFactory.getLogger(GuardedPart.class);

  private final Part part;
  private volatile @Nullable String failure;

  GuardedPart(Part part) {
    this.part = part;
  }

  String name() {
    return part.name();
  }

  void start() {
    guard("start", part::start);
  }

  void stop() {
    guard("stop", part::stop);
  }

  void reloadNow() {
    guard("reload", () -> part.configWatch().reloadNow());
  }

  Answer health() {
    String why = failure;
    return why == null ? Answer.yes(part.name() + " works") : Answer.no(why);
  }

  Answer ready() {
    return ask(Part::ready);
  }

  Answer started() {
    return ask(Part::started);
  }

  Object status() {
    try {
      return part.status();
    } catch (RuntimeException unexpected) {
      return Map.of("error", unexpected.toString());
    }
  }

  private Answer ask(Function<Part, Answer> question) {
    try {
      return question.apply(part);
    } catch (RuntimeException unexpected) {
      return Answer.no(part.name() + ": " + unexpected);
    }
  }

  private void guard(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException unexpected) {
      failure = part.name() + " could not " + what + ": " + unexpected;
      log.error("{}: could not {}", part.name(), what, unexpected);
    }
  }
}
