// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** An ensemble that lives in memory: pods come up, break and obey steps. */
final class World {

  /** A pod; it comes up when time passes. */
  private static final class Pod {
    private final int version;
    private boolean up;
    private boolean broken;

    Pod(int version) {
      this.version = version;
    }
  }

  private final Random random;
  private int wanted = 3;
  private boolean stopped;
  private int version;
  private int replicas;
  private long agreement = 1;
  private SortedSet<Integer> listed = Situation.upTo(3);
  private SortedSet<Integer> voters = Situation.upTo(3);
  private final TreeMap<Integer, Pod> pods = new TreeMap<>();

  World(Random random) {
    this.random = random;
  }

  /** Something happens that no operator asked for. */
  void happen() {
    switch (random.nextInt(6)) {
      case 0 -> wanted = 2 * random.nextInt(5) + 1;
      case 1 -> version++;
      case 2 -> pods.values().forEach(pod -> pod.broken &= random.nextBoolean());
      case 3 -> pods.values().stream().skip(random.nextInt(9)).findFirst().ifPresent(this::toggle);
      case 4 -> stopped = !stopped && random.nextInt(4) == 0;
      default -> {}
    }
  }

  private void toggle(Pod pod) {
    pod.broken = !pod.broken;
  }

  void heal() {
    stopped = false;
    pods.values().forEach(pod -> pod.broken = false);
  }

  /** Pods that aren't broken come up. */
  void pass() {
    for (int id = 1; id <= replicas; id++) {
      pods.putIfAbsent(id, new Pod(version));
    }
    pods.keySet().removeIf(id -> id > replicas);
    pods.values().forEach(pod -> pod.up = !pod.broken && (pod.up || random.nextInt(3) > 0));
  }

  boolean hasQuorum() {
    return up(voters) >= Membership.majority(voters.size());
  }

  private int up(Set<Integer> ids) {
    return (int) ids.stream().filter(id -> pods.containsKey(id) && pods.get(id).up).count();
  }

  Observed observed() {
    var members = new ArrayList<Member>();
    var leaders = new HashSet<Integer>();
    boolean quorum = hasQuorum();
    pods.forEach((id, pod) -> {
      boolean leads = quorum && pod.up && voters.contains(id) && leaders.isEmpty();
      if (leads) {
        leaders.add(id);
      }
      Mode serving = leads ? Mode.LEADER : Mode.FOLLOWER;
      Mode mode = !pod.up ? Mode.SILENT : quorum ? serving : Mode.WAITING;
      members.add(new Member(id, false, mode.serves(), pod.version == version, mode, null));
    });
    return new Observed(
        wanted,
        stopped,
        false,
        replicas,
        listed,
        quorum ? new Membership(agreement, voters) : null,
        members,
        new TreeSet<>());
  }

  void obey(Step step) {
    switch (step) {
      case Step.Nothing _, Step.Wait _, Step.Refuse _, Step.Release _ -> {}
      case Step.Resize resize -> {
        replicas = resize.pods();
        pods.keySet().removeIf(id -> id > replicas);
      }
      case Step.Publish publish -> listed = new TreeSet<>(publish.voters());
      case Step.Join join -> vote(join.id(), true);
      case Step.Leave leave -> vote(leave.id(), false);
      case Step.Restart restart -> pods.put(restart.id(), new Pod(version));
    }
  }

  private void vote(int id, boolean may) {
    voters = new TreeSet<>(voters);
    if (may) {
      voters.add(id);
    } else {
      voters.remove(id);
    }
    agreement++;
  }

  boolean stopped() {
    return stopped;
  }

  boolean single() {
    return voters.size() == 1;
  }

  boolean listsEveryVoter() {
    return listed.containsAll(voters);
  }

  boolean isAsWanted() {
    return voters.equals(Situation.upTo(wanted))
        && listed.equals(voters)
        && replicas == wanted
        && List.copyOf(pods.values()).stream().allMatch(pod -> pod.version == version);
  }
}
