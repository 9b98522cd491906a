// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs of this machine. */
final class Binary {

  private Binary() {}

  /** HAProxy: {@code $HAPROXY}, else from the search path, else where Debian puts it. */
  static Optional<Path> haproxy(Map<String, String> environment) {
    String named = environment.getOrDefault("HAPROXY", "");
    return named.isEmpty() ? find("haproxy", environment) : executable(Path.of(named));
  }

  /** A program on the search path, or where a system keeps it. */
  static Optional<Path> find(String name, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/bin"))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, name))
        .flatMap(candidate -> executable(candidate).stream())
        .findFirst();
  }

  /** The version a binary says it has; the assumed one when it can't be asked. */
  static HaproxyVersion version(Optional<Path> binary, Shell shell) throws InterruptedException {
    if (binary.isEmpty()) {
      return HaproxyVersion.ASSUMED;
    }
    try {
      Shell.Result result =
          shell.run(List.of(binary.get().toString(), "-v"), Duration.ofSeconds(10));
      return HaproxyVersion.parse(result.output());
    } catch (IOException e) {
      return HaproxyVersion.ASSUMED;
    }
  }

  private static Optional<Path> executable(Path path) {
    return Files.isExecutable(path) && Files.isRegularFile(path)
        ? Optional.of(path.toAbsolutePath())
        : Optional.empty();
  }
}
