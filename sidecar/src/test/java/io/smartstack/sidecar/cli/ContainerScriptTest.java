// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that is the container {@code smartstack}, with a Java that only says what it got. */
class ContainerScriptTest {

  private static final Path SCRIPT = Path.of("..", "images", "sidecar", "bin", "sidecar");

  private static final Path DIST = Path.of("..", "dist");

  @TempDir Path home;
  private Path script;

  @BeforeEach
  void install() throws IOException {
    script = Files.createDirectory(home.resolve("bin")).resolve("sidecar");
    Files.copy(SCRIPT, script);
    Path lib = Files.createDirectory(home.resolve("lib"));
    Files.copy(DIST.resolve("launch"), lib.resolve("launch"));
    Files.copy(DIST.resolve("java-options"), lib.resolve("java-options"));
    Files.writeString(lib.resolve("class-path"), "b.jar\na.jar\n");
    Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nenv\nprintf 'argument: %s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aContainerThatIsStartedAgainDoesNotGoOnDraining() throws Exception {
    Path drain = Files.createFile(home.resolve("drain file"));
    Path other = Files.createFile(home.resolve("other"));

    String said =
        run(Map.of(), "--state-dir", other.toString(), "--drain-file", drain.toString(), "--x");

    assertThat(drain).as("what the container before it was told").doesNotExist();
    assertThat(other).exists();
    assertThat(said).contains("argument: " + drain + "\nargument: --x\n");
  }

  @Test
  void whatOtherInjectorsSayToTheApplicationsJavaIsNotSaidToOurs() throws Exception {
    String said =
        run(
            Map.of(
                "JAVA_TOOL_OPTIONS", "-javaagent:/absent.jar",
                "JDK_JAVA_OPTIONS", "-javaagent:/absent.jar",
                "_JAVA_OPTIONS", "-javaagent:/absent.jar",
                "SMARTSTACK_JAVA_OPTIONS", "-Xmx99m"));

    assertThat(said).doesNotContain("absent.jar").contains("argument: -Xmx99m\n");
  }

  @Test
  void theClassPathIsThatOfTheCacheAndTheCacheIsUsedWhereItIs() throws Exception {
    String without = run(Map.of());
    Files.createFile(home.resolve("lib/aot-cache"));
    String with = run(Map.of());

    assertThat(with)
        .contains("argument: -cp\nargument: %1$s/lib/b.jar:%1$s/lib/a.jar\n".formatted(home))
        .contains("argument: @" + home.resolve("lib/java-options") + "\n")
        .contains("argument: -XX:AOTCache=" + home.resolve("lib/aot-cache") + "\n");
    assertThat(without).doesNotContain("AOTCache");
  }

  @Test
  void optionsThatTheJvmTakesNoCacheBesideTakeItsPlace() throws Exception {
    Files.createFile(home.resolve("lib/aot-cache"));

    String said = run(Map.of("SMARTSTACK_JAVA_OPTIONS", "-Xmx99m -Xshare:off"));

    assertThat(said).contains("argument: -Xshare:off\n").doesNotContain("-XX:AOTCache=");
  }

  private String run(Map<String, String> environment, String... arguments) throws Exception {
    var command = new ProcessBuilder("sh", script.toString());
    command.command().addAll(List.of(arguments));
    command.environment().putAll(environment);
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
