// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What is said in code says the same as logback.xml. */
class LogSetupTest {

  private static final String FILE = "logback.configurationFile";

  @AfterEach
  void forget() {
    Stream.of(ProcessOptions.LOG_FORMAT, ProcessOptions.LOG_LEVEL, FILE)
        .forEach(System::clearProperty);
  }

  @Test
  void itSetsTheLevelsOfTheFile() throws Exception {
    say("warn", "json");
    LoggerContext byFile = new LoggerContext();
    JoranConfigurator joran = new JoranConfigurator();
    joran.setContext(byFile);
    joran.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
    LoggerContext byCode = new LoggerContext();

    ExecutionStatus status = new LogSetup().configure(byCode);

    assertThat(status).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    assertThat(levels(byCode)).isEqualTo(levels(byFile)).contains("ROOT=WARN");
    assertThat(byCode.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("json")).isNotNull();
  }

  @Test
  void aFileThatIsNamedAndACommandThatSaidNothingAreLeftToLogback() {
    assertThat(new LogSetup().configure(new LoggerContext()))
        .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    say("info", "plain");
    System.setProperty(FILE, "own.xml");
    assertThat(new LogSetup().configure(new LoggerContext()))
        .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
  }

  private static void say(String level, String format) {
    System.setProperty(ProcessOptions.LOG_LEVEL, level);
    System.setProperty(ProcessOptions.LOG_FORMAT, format);
  }

  private static List<String> levels(LoggerContext context) {
    return context.getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null)
        .map(logger -> logger.getName() + "=" + Level.toLevel(logger.getLevel().levelInt))
        .sorted()
        .toList();
  }
}
