// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ensemble;

import io.smartstack.bench.parts.Child;
import io.smartstack.bench.parts.Ensemble;
import io.smartstack.bench.parts.Processes;
import java.io.IOException;
import java.util.List;

/**
 * An ensemble of which one follower has all the sessions: an observer would carry the same.
 *
 * @param follower place of the one with the sessions
 * @param leader place of the leader
 */
record Servers(Ensemble ensemble, int follower, int leader) {

  static Servers of(Ensemble ensemble) throws IOException {
    List<String> hosts = ensemble.hosts();
    int leader = hosts.indexOf(ensemble.leader() + ":" + Ensemble.PORT);
    return new Servers(ensemble, leader == 0 ? 1 : 0, leader);
  }

  String followerAddress() {
    String host = ensemble.hosts().get(follower);
    return host.substring(0, host.lastIndexOf(':'));
  }

  private Child process(int server) {
    return ensemble.servers().get(server);
  }

  /** The place of the one that neither leads nor has sessions. */
  private int other() {
    return 3 - follower - leader;
  }

  /** What each of the three holds or has used. */
  record Reading(double follower, double leader, double other) {

    Reading minus(Reading before) {
      return new Reading(follower - before.follower, leader - before.leader, other - before.other);
    }

    Reading each(double number) {
      return new Reading(follower / number, leader / number, other / number);
    }

    double sum() {
      return follower + leader + other;
    }
  }

  /** Bytes of live objects. */
  Reading heap() throws IOException, InterruptedException {
    return new Reading(
        Heap.live(process(follower).pid()),
        Heap.live(process(leader).pid()),
        Heap.live(process(other()).pid()));
  }

  /** Processor time used so far, microseconds. */
  Reading cpu() throws IOException {
    return new Reading(micros(follower), micros(leader), micros(other()));
  }

  private double micros(int server) throws IOException {
    return Processes.cpuSeconds(process(server).pid()) * 1e6;
  }

  /** The follower's share of memory, MiB. */
  double pss() throws IOException {
    return Processes.pssMebibytes(process(follower).pid());
  }
}
