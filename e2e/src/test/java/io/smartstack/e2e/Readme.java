// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of README.md's section on Kubernetes, and what it says that they print. */
final class Readme {

  private static final Path FILE = Shell.ROOT.resolve("README.md");
  private static final Pattern SECTION = Pattern.compile("(?s)\\n## On Kubernetes\\n.*?(?=\\n## )");
  private static final Pattern CONSOLE = Pattern.compile("(?s)(?<=```console\\n).*?(?=```\\n)");
  private static final Pattern SCENE = Pattern.compile("`make e2e CHAPTER=(\\w+#\\w+)`");
  private static final Pattern PROMPT = Pattern.compile("(?m)^\\$ ");

  /** A command and what it prints. */
  record Shown(String command, String output) {}

  private Readme() {}

  /** The commands whose output is shown. */
  static List<Shown> shown() {
    Matcher console = CONSOLE.matcher(section());
    var all = new ArrayList<Shown>();
    while (console.find()) {
      all.addAll(shown(console.group()));
    }
    return all;
  }

  private static List<Shown> shown(String block) {
    var all = new ArrayList<Shown>();
    for (String part : PROMPT.splitAsStream(block).toList()) {
      if (!part.isBlank()) {
        int end = part.indexOf('\n');
        all.add(new Shown(part.substring(0, end), part.substring(end + 1)));
      }
    }
    return all;
  }

  /** The scenes that the table of failures names, as Chapter#scene. */
  static List<String> scenes() {
    return SCENE.matcher(section()).results().map(found -> found.group(1)).toList();
  }

  /** Writes anew what the commands print. */
  static void update(Function<String, String> run) {
    String section =
        CONSOLE
            .matcher(section())
            .replaceAll(block -> {
              var text = new StringBuilder();
              shown(block.group())
                  .forEach(it ->
                      text.append("$ ")
                          .append(it.command())
                          .append('\n')
                          .append(trimmed(run.apply(it.command()))));
              return Matcher.quoteReplacement(text.toString());
            });
    try {
      Files.writeString(FILE, text().replace(section(), section));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without blanks at the ends of lines and without empty lines at the end. */
  static String trimmed(String output) {
    String lines = output.replaceAll("(?m)[ \\t]+$", "").stripTrailing();
    return lines.isEmpty() ? "" : lines + "\n";
  }

  private static String section() {
    Matcher section = SECTION.matcher(text());
    if (!section.find()) {
      throw new AssertionError("README.md has no section On Kubernetes");
    }
    return section.group();
  }

  private static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
