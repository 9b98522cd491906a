// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every running command has. */
final class ProcessOptions {

  /** Properties by which {@link LogSetup} is told, as logback makes it by itself. */
  static final String LOG_FORMAT = "smartstack.log.format";

  static final String LOG_LEVEL = "smartstack.log.level";

  @Option(
      names = "--admin",
      paramLabel = "ADDRESS:PORT",
      description =
          "Where /health, /ready, /started, /metrics, /status and /drained answer; 'off' for"
              + " nowhere. Default: 127.0.0.1:3211 (nerve), 127.0.0.1:3210 (synapse, sidecar).")
  @Nullable String admin;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Keeps the ZooKeeper session, the last good backends and HAProxy's sockets over a"
              + " restart. Default: $STATE_DIRECTORY, or /var/lib/smartstack/<command> for root,"
              + " or ~/.local/state/smartstack/<command>.")
  @Nullable Path stateDirectory;

  @Option(
      names = "--session-timeout",
      paramLabel = "SECONDS",
      defaultValue = "32",
      description = "ZooKeeper session to ask for; servers may grant less. Default: 32.")
  int sessionTimeoutSeconds;

  @Option(
      names = "--drain-deadline",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "Longest time that /drained waits. Default: 15.")
  int drainDeadlineSeconds;

  @Option(
      names = "--report",
      paramLabel = "PATH",
      description =
          "Says in an ephemeral znode of this path, in every ensemble, which configuration is in"
              + " force, what is called and what is stale. Default: nowhere.")
  @Nullable String report;

  @Option(
      names = "--log-format",
      paramLabel = "plain|json",
      defaultValue = "${env:SMARTSTACK_LOG_FORMAT:-plain}",
      description = "Log lines as text or as one JSON object each. Default: plain.")
  LogFormat logFormat = LogFormat.plain;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:SMARTSTACK_LOG_LEVEL:-info}",
      description = "error, warn, info, debug or trace. Default: info.")
  LogLevel logLevel = LogLevel.info;

  /** How log lines look; the names are those that logback.xml and {@link LogSetup} know. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum LogFormat {
    plain,
    json
  }

  /** How much is logged. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum LogLevel {
    error,
    warn,
    info,
    debug,
    trace
  }

  Duration sessionTimeout() {
    return seconds("--session-timeout", sessionTimeoutSeconds, 1);
  }

  Duration drainDeadline() {
    return seconds("--drain-deadline", drainDeadlineSeconds, 0);
  }

  private static Duration seconds(String option, int given, int least) {
    if (given < least) {
      throw new IllegalArgumentException(
          "%s: expected seconds ≥ %d, got %d".formatted(option, least, given));
    }
    return Duration.ofSeconds(given);
  }

  /** Must run before the first logger is made. */
  void configureLogging() {
    System.setProperty(LOG_FORMAT, logFormat.name());
    System.setProperty(LOG_LEVEL, logLevel.name());
  }
}
