// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.Map;
import java.util.TreeMap;

/** The text of {@code zoo.cfg}, but for what only a member's disk and its Secret know. */
final class ZooCfg {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "tickTime", "2000",
          "initLimit", "10",
          "syncLimit", "5",
          "autopurge.purgeInterval", "1",
          "autopurge.snapRetainCount", "3",
          "quorumListenOnAllIPs", "true");

  private static final Map<String, String> DECIDED =
      Map.of(
          "standaloneEnabled", "false",
          "reconfigEnabled", "true",
          "skipACL", "no",
          "admin.enableServer", "false",
          "electionPortBindRetry", "0",
          "4lw.commands.whitelist", "ruok,srvr,stat,mntr,conf,cons,isro,envi,dirs");

  private ZooCfg() {}

  /**
   * Renders it, sorted.
   *
   * @param settings from the spec; they replace defaults, never what the operator decides
   */
  static String render(Map<String, String> settings) {
    var all = new TreeMap<>(DEFAULTS);
    all.putAll(settings);
    all.putAll(DECIDED);
    var text = new StringBuilder();
    all.forEach(
        (key, value) -> text.append(line(key)).append('=').append(line(value)).append('\n'));
    return text.toString();
  }

  /** A value can't bring a second line with it, and so no setting of its own. */
  private static String line(String text) {
    return text.replaceAll("[\\r\\n]+", " ").strip();
  }
}
