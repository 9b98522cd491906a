// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ruby;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a command of the original. */
final class RubyCommand {

  private RubyCommand() {}

  /**
   * The command named by a variable of the environment, else the one of this name on the PATH; none
   * where that is no Ruby program: ours have the same names.
   */
  static Optional<Path> find(String name, String variable) {
    String named = System.getenv(variable);
    Stream<Path> places =
        named == null
            ? Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
            : Stream.of(Path.of(named));
    return places.filter(Files::isExecutable).filter(RubyCommand::isRuby).findFirst();
  }

  private static boolean isRuby(Path program) {
    try (BufferedReader text = Files.newBufferedReader(program, StandardCharsets.ISO_8859_1)) {
      String first = text.readLine();
      return first != null && first.startsWith("#!") && first.contains("ruby");
    } catch (IOException e) {
      return false;
    }
  }
}
