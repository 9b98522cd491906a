// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a running command logs: what logback.xml says, said without XML, whose parser costs every
 * sidecar's start and memory more than its logging does. Found by logback through {@code
 * META-INF/services}; leaves it to a file where {@code logback.configurationFile} names one, and
 * where no command said how to log.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  private static final String PATTERN =
      "[%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}] %5level -- %logger{0}: %msg%n%ex";

  /** The clients' own words matter only when they are wrong; ours say the rest. */
  private static final Map<String, Level> OTHERS =
      Map.of(
          "org.apache.zookeeper", Level.ERROR,
          "org.apache.zookeeper.client.StaticHostProvider", Level.OFF,
          "org.apache.curator", Level.OFF,
          "io.micrometer", Level.WARN);

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    @Nullable String level = System.getProperty(ProcessOptions.LOG_LEVEL);
    @Nullable String format = System.getProperty(ProcessOptions.LOG_FORMAT);
    if (level == null
        || format == null
        || System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(format);
    console.setEncoder(
        switch (ProcessOptions.LogFormat.valueOf(format)) {
          case plain -> plain(context);
          case json -> json(context);
        });
    console.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.valueOf(level));
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    OTHERS.forEach((name, most) -> context.getLogger(name).setLevel(most));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> plain(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
