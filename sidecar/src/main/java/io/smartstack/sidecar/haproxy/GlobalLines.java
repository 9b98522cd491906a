// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code global} section: the user's lines, with a runtime socket we can work with. */
final class GlobalLines {

  private static final String LISTENERS = "expose-fd listeners";

  private GlobalLines() {}

  static List<String> complete(List<String> lines, Additions additions, List<String> warnings) {
    List<String> completed = new ArrayList<>(lines);
    Path socket = additions.runtimeSocket();
    if (socket != null) {
      socket(completed, socket, warnings);
    }
    if (additions.version().atLeast(1, 8) && !Words.anySpeaksOf(lines, "hard-stop-after")) {
      completed.add("hard-stop-after " + additions.hardStopAfter().toSeconds() + "s");
    }
    return completed;
  }

  private static void socket(List<String> lines, Path socket, List<String> warnings) {
    for (int i = 0; i < lines.size(); i++) {
      if (isSocket(lines.get(i), socket)) {
        String before = lines.get(i);
        lines.set(i, completed(before));
        if (!before.equals(lines.get(i))) {
          warnings.add(
              "haproxy.global: " + before.strip() + " is completed to " + lines.get(i).strip());
        }
        return;
      }
    }
    lines.add("stats socket " + socket + " mode 600 level admin " + LISTENERS);
  }

  private static boolean isSocket(String line, Path socket) {
    List<String> words = Words.of(line);
    return words.size() > 2
        && Words.speaksOf(line, "stats socket")
        && words.get(2).replaceFirst("^unix@", "").equals(socket.toString());
  }

  private static String completed(String line) {
    String level = ServerOptions.valueOf(line, "level");
    String withLevel =
        level == null
            ? line + " level admin"
            : line.replaceFirst("(\\slevel\\s+)" + level + "(?=\\s|$)", "$1admin");
    return ServerOptions.has(line, "expose-fd") ? withLevel : withLevel + " " + LISTENERS;
  }
}
