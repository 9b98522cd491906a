// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.util.List;

/**
 * A word that picks a part: those that are here, and those of the original that come later.
 *
 * @param noun what is picked, for the messages
 */
record Choice(String noun, List<String> here, List<String> later) {

  static final Choice REPORTER =
      new Choice("reporter", List.of("zookeeper", "base"), List.of("etcd"));
  static final Choice CHECK =
      new Choice("check", List.of("http", "tcp", "noop"), List.of("rabbitmq", "redis"));
  static final Choice DISCOVERY =
      new Choice(
          "discovery method",
          List.of("zookeeper", "base"),
          List.of(
              "dns",
              "docker",
              "ec2tag",
              "marathon",
              "multi",
              "zookeeper_dns",
              "zookeeper_dns_poll",
              "zookeeper_poll"));
  static final Choice RESOLVER =
      new Choice("resolver", List.of(), List.of("s3_toggle", "sequential", "union"));
  static final Choice GENERATOR =
      new Choice("generator", List.of("haproxy", "file_output"), List.of("nginx"));

  /** Whether the word picks a part that is here; what is wrong goes to the section's problems. */
  boolean accepts(Section section, String key, String word) {
    if (here.contains(word)) {
      return true;
    }
    section.problem(key, refusal(word));
    return false;
  }

  /** Why the word is refused. */
  String refusal(String word) {
    String known = here.isEmpty() ? "" : "; here now: " + String.join(", ", here);
    if (later.contains(word)) {
      return "the " + noun + " " + word + " comes later" + known;
    }
    return "unknown "
        + noun
        + " \""
        + word
        + "\""
        + known
        + "; coming later: "
        + String.join(", ", later);
  }
}
