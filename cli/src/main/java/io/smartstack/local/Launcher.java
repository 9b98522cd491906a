// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes that outlive this one and don't hear its Ctrl-C. */
final class Launcher {

  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private Launcher() {}

  static Pid start(Launch launch, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own: neither the terminal's Ctrl-C nor its end reaches the process.
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .ifPresent(command::add);
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.directory().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.put("MALLOC_ARENA_MAX", "2");
    environment.putAll(launch.environment());
    Process process = builder.start();
    return Pid.of(process.pid())
        .orElseThrow(
            () -> new IOException(launch.command().getFirst() + " ended at once; see " + log));
  }
}
