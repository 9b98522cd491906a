// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What this JVM logs at WARN or above, in one line each, until it is closed. */
final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  static Warnings listen() {
    Warnings warnings = new Warnings();
    warnings.setContext(warnings.root.getLoggerContext());
    warnings.start();
    warnings.root.addAppender(warnings);
    return warnings;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      String cause =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(
          event.getLoggerName()
              + ": "
              + event.getFormattedMessage()
              + " "
              + event.getKeyValuePairs()
              + " "
              + cause);
    }
  }

  /** Those that speak of a missing right. */
  List<String> refusals() {
    return lines.stream()
        .filter(line ->
            line.contains("403") || line.toLowerCase(java.util.Locale.ROOT).contains("forbidden"))
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
