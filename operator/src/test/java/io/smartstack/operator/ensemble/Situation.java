// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Observations in the making; begins with an ensemble of which all is well, member 1 leading. */
final class Situation {

  private int wanted;
  private boolean stopped;
  private boolean ephemeral;
  private int pods;
  private SortedSet<Integer> listed = new TreeSet<>();
  private @Nullable Membership membership;
  private final List<Member> members = new ArrayList<>();
  private SortedSet<Integer> leftovers = new TreeSet<>();

  static Situation of(int size) {
    var it = new Situation();
    it.wanted = size;
    it.pods = size;
    it.listed = upTo(size);
    it.membership = new Membership(1, upTo(size));
    for (int id = 1; id <= size; id++) {
      it.members.add(
          new Member(id, false, true, true, id == 1 ? Mode.LEADER : Mode.FOLLOWER, "node-" + id));
    }
    return it;
  }

  static SortedSet<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  Situation wanted(int wanted) {
    this.wanted = wanted;
    return this;
  }

  Situation stopped() {
    this.stopped = true;
    return this;
  }

  Situation ephemeral() {
    this.ephemeral = true;
    return this;
  }

  Situation pods(int pods) {
    this.pods = pods;
    members.removeIf(member -> member.id() > pods);
    return this;
  }

  Situation listed(Integer... ids) {
    this.listed = new TreeSet<>(Arrays.asList(ids));
    return this;
  }

  Situation voters(Integer... ids) {
    this.membership = Membership.of(2, Arrays.asList(ids));
    return this;
  }

  Situation leftovers(Integer... ids) {
    this.leftovers = new TreeSet<>(Arrays.asList(ids));
    return this;
  }

  /** Nobody serves: everybody waits for a leader. */
  Situation withoutQuorum() {
    this.membership = null;
    members.replaceAll(
        it -> new Member(it.id(), it.leaving(), false, it.current(), Mode.WAITING, it.node()));
    return this;
  }

  Situation outdated(Integer... ids) {
    return change(ids, it -> new Member(it.id(), it.leaving(), it.ready(), false, it.mode(), null));
  }

  Situation silent(Integer... ids) {
    return change(
        ids, it -> new Member(it.id(), it.leaving(), false, it.current(), Mode.SILENT, null));
  }

  /** Kubernetes sees them, the operator doesn't reach them. */
  Situation unreachable(Integer... ids) {
    return change(
        ids, it -> new Member(it.id(), it.leaving(), true, it.current(), Mode.SILENT, null));
  }

  Situation leaving(Integer... ids) {
    return change(ids, it -> new Member(it.id(), true, it.ready(), it.current(), it.mode(), null));
  }

  Situation leader(int id) {
    members.replaceAll(it ->
        it.mode().serves()
            ? new Member(
                it.id(),
                it.leaving(),
                it.ready(),
                it.current(),
                it.id() == id ? Mode.LEADER : Mode.FOLLOWER,
                it.node())
            : it);
    return this;
  }

  private Situation change(Integer[] ids, UnaryOperator<Member> how) {
    var which = Arrays.asList(ids);
    members.replaceAll(it -> which.contains(it.id()) ? how.apply(it) : it);
    return this;
  }

  Observed observed() {
    return new Observed(wanted, stopped, ephemeral, pods, listed, membership, members, leftovers);
  }

  Step next() {
    return NextStep.of(observed());
  }
}
