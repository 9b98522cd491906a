// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lines by which ZooKeeper knows its servers.
 *
 * @param addresses where members find each other
 */
record Servers(MemberAddresses addresses, String namespace, String ensemble) {

  /** The greatest number of members that an ensemble may have. */
  private static final int MOST = 9;

  /** A line for each of these, all with a vote. */
  String voters(Collection<Integer> ids) {
    return ids.stream().sorted().map(this::voter).collect(Collectors.joining("\n", "", "\n"));
  }

  /** A line for whoever may ever come, without a vote. */
  String joiners() {
    return IntStream.rangeClosed(1, MOST)
        .mapToObj(id -> line(id, "observer"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  String voter(int id) {
    return line(id, "participant");
  }

  private String line(int id, String role) {
    return "server.%d=%s:%d:%d:%s;%s:%d"
        .formatted(
            id,
            addresses.quorum(namespace, ensemble, id),
            Names.QUORUM_PORT,
            Names.ELECTION_PORT,
            role,
            addresses.client(namespace, ensemble, id),
            Names.CLIENT_PORT);
  }
}
