// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks HAProxy whether it would take a candidate.
 *
 * @param shell runs it
 * @param binary finds the program; empty while there is none to ask
 * @param command the user's own check, null for none
 */
record Check(Shell shell, Supplier<Optional<Path>> binary, @Nullable String command) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What HAProxy says when a configuration is right but has no frontend yet. */
  private static final String NOTHING_TO_LISTEN_ON = "Configuration file has no error";

  Verdict of(Path candidate) throws IOException, InterruptedException {
    Optional<Path> haproxy = binary.get();
    if (haproxy.isPresent()) {
      Shell.Result result =
          shell.run(List.of(haproxy.get().toString(), "-c", "-f", candidate.toString()), TIMEOUT);
      if (result.status() != 0 && !result.output().contains(NOTHING_TO_LISTEN_ON)) {
        return new Verdict.Refused(alerts(result));
      }
    }
    if (command != null) {
      Shell.Result result = shell.run(command, TIMEOUT);
      if (result.status() != 0) {
        return new Verdict.Refused(alerts(result));
      }
    }
    return new Verdict.Accepted();
  }

  private static String alerts(Shell.Result result) {
    String alerts = alerts(result.output());
    return alerts.isEmpty()
        ? "exit status %d: %s".formatted(result.status(), result.output())
        : alerts;
  }

  /** The alerts among what HAProxy wrote, without their time and process. */
  static String alerts(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("[ALERT]"))
        .map(line -> line.replaceFirst("^\\[ALERT\\]\\s*[^:]*:\\s*(config : )?", ""))
        .collect(Collectors.joining("\n"));
  }
}
