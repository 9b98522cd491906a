// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.operator.status.Events;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An ensemble of which nothing runs: whoever is said to serve agrees with whatever it is asked.
 * What it has agreed outlives the operators that ask.
 */
public final class ScriptedEnsemble {

  /** The ensemble's one name in these tests. */
  public static final String NAME = "zk";

  private final NavigableMap<Integer, String> serving = new TreeMap<>();
  private Membership agreed = Membership.of(1, new TreeSet<>(java.util.Set.of(1)));

  /** From now on the member answers at its host. */
  public synchronized void serves(int id, String host) {
    serving.put(id, host);
  }

  /** From now on the member says nothing. */
  public synchronized void ends(int id) {
    serving.remove(id);
  }

  /**
   * A reconciler that talks to it.
   *
   * @param write is given each reconfiguration's name and what does it
   */
  public EnsembleReconciler reconciler(
      KubernetesClient client, Events events, BiConsumer<String, Runnable> write) {
    var settings =
        new EnsembleSettings(
            "smartstack/zookeeper",
            "cluster.local",
            MemberAddresses.ofPods("cluster.local"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    return new EnsembleReconciler(
        client, settings, events, InstantSource.system(), new Talk(write));
  }

  private synchronized Answer answer(String host) {
    var voters = agreed.voters();
    long up = voters.stream().filter(serving::containsKey).count();
    Integer id =
        serving.entrySet().stream()
            .filter(it -> it.getValue().equals(host))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    if (id == null) {
      return Answer.SILENT;
    }
    if (up < Membership.majority(voters.size())) {
      return Answer.WAITING;
    }
    int leader = voters.stream().filter(serving::containsKey).findFirst().orElseThrow();
    Mode voting = id == leader ? Mode.LEADER : Mode.FOLLOWER;
    return new Answer(voters.contains(id) ? voting : Mode.OBSERVER, agreed);
  }

  private synchronized void agree(
      @Nullable String joining, @Nullable Integer leaving, long version) {
    if (version != agreed.version()) {
      throw new ReconfigurationException("it was another", new IllegalStateException());
    }
    var voters = new TreeSet<>(agreed.voters());
    if (joining != null) {
      voters.addAll(Membership.voters(joining));
    }
    if (leaving != null) {
      voters.remove(leaving);
    }
    agreed = new Membership(version + 1, voters);
  }

  private final class Talk implements Members {
    private final BiConsumer<String, Runnable> write;

    Talk(BiConsumer<String, Runnable> write) {
      this.write = write;
    }

    @Override
    public Answer ask(String host) {
      return answer(host);
    }

    @Override
    public void reconfigure(
        String host,
        String credentials,
        @Nullable String joining,
        @Nullable Integer leaving,
        long version) {
      write.accept(
          "reconfigure +%s -%s"
              .formatted(joining == null ? "" : Membership.voters(joining), leaving),
          () -> agree(joining, leaving, version));
    }
  }
}
