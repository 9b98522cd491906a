// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who has a vote, as the members themselves have agreed.
 *
 * @param version of the agreement; a later one is greater
 * @param voters their numbers
 */
record Membership(long version, SortedSet<Integer> voters) {

  private static final Pattern SERVER = Pattern.compile("(?m)^server\\.(\\d+)=(\\S+)$");
  private static final Pattern VERSION = Pattern.compile("(?m)^version=([0-9a-f]+)$");

  Membership {
    voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
  }

  static Membership of(long version, Collection<Integer> voters) {
    return new Membership(version, new TreeSet<>(voters));
  }

  /** Reads the answer to {@code conf}; empty when it names no server. */
  static Optional<Membership> parse(String conf) {
    var voters = voters(conf);
    Matcher version = VERSION.matcher(conf);
    return voters.isEmpty() || !version.find()
        ? Optional.empty()
        : Optional.of(new Membership(Long.parseUnsignedLong(version.group(1), 16), voters));
  }

  /** The numbers of the servers that these lines name and that are no observers. */
  static SortedSet<Integer> voters(String lines) {
    var voters = new TreeSet<Integer>();
    Matcher server = SERVER.matcher(lines);
    while (server.find()) {
      if (!server.group(2).contains(":observer")) {
        voters.add(Integer.valueOf(server.group(1)));
      }
    }
    return voters;
  }

  /** Votes that decide among so many members. */
  static int majority(int members) {
    return members / 2 + 1;
  }
}
