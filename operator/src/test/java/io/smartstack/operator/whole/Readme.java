// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands by which README.md installs on any cluster. */
final class Readme {

  private static final Pattern SECTION =
      Pattern.compile("(?s)\\n### On any cluster\\n.*?(?=\\n##)");
  private static final Pattern SHELL = Pattern.compile("(?s)(?<=```sh\\n).*?(?=```\\n)");

  private Readme() {}

  static List<String> commands() {
    Matcher shell = SHELL.matcher(section());
    var all = new ArrayList<String>();
    while (shell.find()) {
      all.addAll(shell.group().lines().toList());
    }
    return all;
  }

  private static String section() {
    try {
      Matcher section = SECTION.matcher(Files.readString(World.ROOT.resolve("README.md")));
      if (!section.find()) {
        throw new AssertionError("README.md has no section On any cluster");
      }
      return section.group();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
