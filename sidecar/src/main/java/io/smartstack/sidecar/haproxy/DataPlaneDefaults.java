// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.ArrayList;
import java.util.List;

/** What is added where a configuration is silent, so that a caller sees no failure it need not. */
final class DataPlaneDefaults {

  private final HaproxyVersion version;

  DataPlaneDefaults(HaproxyVersion version) {
    this.version = version;
  }

  /** A frontend's lines, completed. */
  List<String> frontend(List<String> defaults, List<String> lines) {
    SectionFacts facts = SectionFacts.of(defaults, lines);
    List<String> completed = new ArrayList<>(lines);
    // Without it a reload cuts idle keep-alive connections while callers write to them.
    if (version.atLeast(2, 5) && facts.http() && facts.silentOn("option idle-close-on-response")) {
      completed.add("option idle-close-on-response");
    }
    return completed;
  }

  /** A backend's lines, completed. */
  List<String> backend(List<String> defaults, List<String> lines) {
    SectionFacts facts = SectionFacts.of(defaults, lines);
    List<String> completed = new ArrayList<>(lines);
    if (facts.silentOn("option redispatch")) {
      completed.add("option redispatch 1");
    }
    if (facts.silentOn("timeout connect")) {
      completed.add("timeout connect 5s");
    }
    if (facts.http()) {
      http(facts, completed);
    }
    return completed;
  }

  private void http(SectionFacts facts, List<String> lines) {
    if (version.atLeast(2, 0) && facts.silentOn("retry-on")) {
      lines.add("retry-on conn-failure empty-response");
      // METH_GET is GET and HEAD; first of its kind, as a rule before it might end the list.
      lines.add(firstRule(lines), "http-request disable-l7-retry unless METH_GET");
    }
    if (version.atLeast(1, 6) && facts.silentOn("http-reuse")) {
      lines.add("http-reuse safe");
    }
  }

  private static int firstRule(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (Words.speaksOf(lines.get(i), "http-request")) {
        return i;
      }
    }
    return lines.size();
  }
}
