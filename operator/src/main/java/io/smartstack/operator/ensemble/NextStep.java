// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.smartstack.operator.ensemble.Step.Join;
import io.smartstack.operator.ensemble.Step.Leave;
import io.smartstack.operator.ensemble.Step.Nothing;
import io.smartstack.operator.ensemble.Step.Publish;
import io.smartstack.operator.ensemble.Step.Refuse;
import io.smartstack.operator.ensemble.Step.Release;
import io.smartstack.operator.ensemble.Step.Resize;
import io.smartstack.operator.ensemble.Step.Restart;
import io.smartstack.operator.ensemble.Step.Wait;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The decision: one step from what is seen towards what is wanted.
 *
 * <p>Nothing is remembered between two decisions, so an operator that was killed anywhere goes on
 * from what it finds. The list of voters that empty disks start from is never smaller than the set
 * of voters: it grows before a member joins and shrinks after one has left, so two members that
 * lost everything can't agree without the others.
 */
final class NextStep {

  private final Observed now;
  private final SortedSet<Integer> voters;

  private NextStep(Observed now) {
    this.now = now;
    this.voters = now.voters();
  }

  static Step of(Observed now) {
    return new NextStep(now).decide();
  }

  private Step decide() {
    if (now.stopped()) {
      return now.pods() == 0
          ? new Nothing("Stopped", "stopped: no member runs, " + fate())
          : new Resize(0, "Stopping", "stopping every member");
    }
    if (now.pods() < now.highest()) {
      return new Resize(
          now.highest(), "Starting", "starting the members 1 to %d".formatted(now.highest()));
    }
    return broken()
        .or(this::withoutQuorum)
        .or(this::renew)
        .or(this::shrink)
        .or(this::grow)
        .or(() -> settle(Math.max(now.wanted(), voters.last())))
        .or(this::roll)
        .or(this::release)
        .or(this::down)
        .orElseGet(() -> new Nothing("Steady", "every member serves"));
  }

  private String fate() {
    return now.ephemeral()
        ? "and the data went with the pods, since storage is ephemeral"
        : "the data are kept";
  }

  /** A pod that never came up is replaced at once: it may be what all others wait for. */
  private Optional<Step> broken() {
    return now.members().stream()
        .filter(member -> !member.current() && member.idle())
        .filter(this::expendable)
        .map(Member::id)
        .max(Comparator.naturalOrder())
        .map(Restart::new);
  }

  /** Without a quorum the one that waits with its data in memory may hold the only copy. */
  private boolean expendable(Member member) {
    return member.mode() == Mode.SILENT || !now.ephemeral() || now.membership() != null;
  }

  private Optional<Step> withoutQuorum() {
    if (now.membership() != null) {
      return Optional.empty();
    }
    long silent =
        now.members().stream()
            .filter(member -> voters.contains(member.id()))
            .filter(member -> member.ready() && !member.leaving() && member.mode() == Mode.SILENT)
            .count();
    if (silent >= Membership.majority(voters.size())) {
      return Optional.of(
          new Wait(
              "Unreachable",
              "%d of the members %s are ready, but the operator gets no answer from them at port %d: look at network policies"
                  .formatted(silent, voters, Names.CLIENT_PORT)));
    }
    long answering = now.members().stream().filter(member -> member.mode() != Mode.SILENT).count();
    return Optional.of(
        new Wait(
            "NoQuorum",
            "no quorum: %d of the members %s must run and see each other, %d answer"
                .formatted(Membership.majority(voters.size()), voters, answering)));
  }

  /**
   * Members that know another password than the operator's take no reconfiguration from it. Two
   * voters, as on the way from one to three, can't spare one of them: they change first.
   */
  private Optional<Step> renew() {
    boolean canSpareOne = now.serving(voters) > Membership.majority(voters.size());
    return roll().filter(step -> step instanceof Restart && (canSpareOne || voters.size() == 1));
  }

  private Optional<Step> shrink() {
    SortedSet<Integer> extra = voters.tailSet(now.wanted() + 1);
    if (extra.isEmpty() || voters.size() == 1) {
      return Optional.empty();
    }
    if (!now.listed().equals(voters) || now.pods() > voters.last()) {
      return settle(voters.last());
    }
    int id = extra.last();
    var rest = new TreeSet<>(voters);
    rest.remove(id);
    if (now.serving(rest) < Membership.majority(rest.size())
        || now.serving(voters) < Membership.majority(voters.size())) {
      return Optional.of(
          new Refuse(
              "QuorumAtRisk",
              "member %d stays: of the others %s only %d serve, %d must"
                  .formatted(id, rest, now.serving(rest), Membership.majority(rest.size()))));
    }
    return Optional.of(new Leave(id));
  }

  private Optional<Step> grow() {
    var missing =
        IntStream.rangeClosed(1, now.wanted()).filter(id -> !voters.contains(id)).findFirst();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    int id = missing.getAsInt();
    var more = new TreeSet<>(voters);
    more.add(id);
    if (!now.listed().equals(voters) && !now.listed().equals(more)) {
      return Optional.of(new Publish(voters));
    }
    var away = firstUnready();
    if (away.isPresent()) {
      return Optional.of(
          new Wait(
              "ScaleWaiting",
              "member %d does not serve: member %d joins when it does".formatted(away.get(), id)));
    }
    if (now.pods() < id) {
      return Optional.of(new Resize(id, "Scaling", "starting member %d".formatted(id)));
    }
    if (!now.serves(id)) {
      return Optional.of(
          new Wait("ScaleWaiting", "member %d is starting and joins when it serves".formatted(id)));
    }
    return Optional.of(now.listed().equals(more) ? new Join(id) : new Publish(more));
  }

  private Optional<Step> settle(int needed) {
    if (!now.listed().equals(voters)) {
      return Optional.of(new Publish(voters));
    }
    return now.pods() > needed
        ? Optional.of(new Resize(needed, "Scaling", "stopping what is no member any more"))
        : Optional.empty();
  }

  private Optional<Step> roll() {
    if (now.members().stream().allMatch(Member::current)) {
      return Optional.empty();
    }
    var waited = firstUnready();
    if (waited.isPresent()) {
      return Optional.of(
          new Wait(
              "RollWaiting",
              "member %d is not ready: no other is restarted meanwhile".formatted(waited.get())));
    }
    if (now.leader().isEmpty()) {
      return Optional.of(new Wait("RollWaiting", "nobody says that it leads: it has to be last"));
    }
    return outdated().findFirst().map(member -> new Restart(member.id()));
  }

  private Stream<Member> outdated() {
    return now.members().stream()
        .filter(member -> !member.current() && !member.leaving())
        .sorted(
            Comparator.comparing((Member member) -> member.mode() == Mode.LEADER)
                .thenComparing(Comparator.comparingInt(Member::id).reversed()));
  }

  /** Whoever has a vote or is on its way out counts: both are disruptions. */
  private Optional<Integer> firstUnready() {
    return Stream.concat(
            voters.stream().filter(id -> !now.serves(id)),
            now.members().stream().filter(Member::leaving).map(Member::id))
        .findFirst();
  }

  private Optional<Step> release() {
    return now.leftovers().tailSet(Math.max(now.pods(), now.wanted()) + 1).stream()
        .filter(id -> now.member(id).isEmpty() && !voters.contains(id))
        .max(Comparator.naturalOrder())
        .map(Release::new);
  }

  private Optional<Step> down() {
    return firstUnready()
        .map(id -> new Wait("MemberDown", "member %d does not serve".formatted(id)));
  }
}
