// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision rests upon.
 *
 * @param wanted members that the spec asks for, at least 1
 * @param stopped the spec asks for none to run
 * @param ephemeral data live and die with the pod
 * @param pods how many the StatefulSet is told to have
 * @param listed numbers that a member with an empty disk takes for the voters
 * @param membership who votes, as a serving member says; null while none does
 * @param members the pods there are
 * @param leftovers numbers of the volume claims that were asked to be deleted with their member
 */
record Observed(
    int wanted,
    boolean stopped,
    boolean ephemeral,
    int pods,
    SortedSet<Integer> listed,
    @Nullable Membership membership,
    List<Member> members,
    SortedSet<Integer> leftovers) {

  Observed {
    listed = Collections.unmodifiableSortedSet(new TreeSet<>(listed));
    leftovers = Collections.unmodifiableSortedSet(new TreeSet<>(leftovers));
    members = List.copyOf(members);
  }

  Optional<Member> member(int id) {
    return members.stream().filter(member -> member.id() == id).findFirst();
  }

  boolean serves(int id) {
    return member(id).filter(Member::serves).isPresent();
  }

  /** How many of these serve. */
  int serving(Collection<Integer> ids) {
    return (int) ids.stream().filter(this::serves).count();
  }

  /** Who votes; who is listed while nobody says. */
  SortedSet<Integer> voters() {
    return membership == null ? listed : membership.voters();
  }

  Optional<Member> leader() {
    return members.stream().filter(member -> member.mode() == Mode.LEADER).findFirst();
  }

  /** The greatest number a voter or a listed member has. */
  int highest() {
    return Math.max(listed.isEmpty() ? 0 : listed.last(), voters().isEmpty() ? 0 : voters().last());
  }
}
