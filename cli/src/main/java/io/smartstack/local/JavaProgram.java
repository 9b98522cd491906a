// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Java programs on this process's own runtime and class path. */
final class JavaProgram {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(entry -> Path.of(entry).toAbsolutePath().toString())
          .collect(Collectors.joining(File.pathSeparator));

  private JavaProgram() {}

  /** The command that runs a main class with at most {@code heapMegabytes} of heap. */
  static List<String> command(
      int heapMegabytes, List<String> options, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    // Many small JVMs on few cores: one compiler, one collector thread, no hsperfdata file.
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", CLASS_PATH, mainClass));
    command.addAll(arguments);
    return command;
  }
}
