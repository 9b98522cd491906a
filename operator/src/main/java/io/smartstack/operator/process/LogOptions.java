// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import picocli.CommandLine.Option;

/** How the log looks; the same options as the sidecar's. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "plain|json",
      defaultValue = "${env:SMARTSTACK_LOG_FORMAT:-plain}",
      description = "Log lines as text or as one JSON object each. Default: plain.")
  Format format = Format.plain;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:SMARTSTACK_LOG_LEVEL:-info}",
      description = "error, warn, info, debug or trace. Default: info.")
  Level level = Level.info;

  /** The names are those of the appenders in operator-logback.xml. */
  enum Format {
    plain,
    json
  }

  /** How much is logged. */
  enum Level {
    error,
    warn,
    info,
    debug,
    trace
  }

  /** Must run before the first logger is made. */
  void configure() {
    // The sidecar's jar, too, is on the class path, with a logback.xml of its own.
    System.setProperty("logback.configurationFile", "operator-logback.xml");
    System.setProperty("smartstack.log.format", format.name());
    System.setProperty("smartstack.log.level", level.name());
  }
}
