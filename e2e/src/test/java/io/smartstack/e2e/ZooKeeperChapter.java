// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("ZooKeeper crashes, is stopped, emptied, scaled and rolled")
@Order(70)
final class ZooKeeperChapter {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String VERSION = "3.9.5-again";

  @AfterAll
  static void strike() {
    Second.strike();
    Shell.attempt(Ensemble.untag(VERSION));
  }

  @Test
  @Order(1)
  @DisplayName("the pod of ZooKeeper's leader is deleted")
  void leaderDeleted(Scene scene) {
    Ensemble ensemble = new Ensemble(scene.cluster(), "zookeeper");
    String leader = ensemble.leader();
    List<String> registered = scene.cluster().registered("service-a");
    scene.see("kubectl get zookeeperensemble zookeeper");
    scene.traffic();
    scene.deed("kubectl delete pod %s --wait=false".formatted(leader));
    scene.noticed(
        "the other members",
        "another one leads",
        SOON,
        () -> !leader.equals(Objects.requireNonNullElse(ensemble.status().leader(), leader)));
    scene.recovered(
        "three serve",
        LONG,
        () -> ensemble.serving(3) && !leader.equals(ensemble.status().leader()));
    scene.see("kubectl get zookeeperensemble zookeeper");
    scene.lost(0);
    scene.verdict(
        "the same znodes stand: " + registered,
        scene.cluster().registered("service-a").equals(registered));
  }

  @Test
  @Order(2)
  @DisplayName("all of ZooKeeper is lost: every pod and every volume claim")
  void emptied(Scene scene) {
    Ensemble ensemble = new Ensemble(scene.cluster(), "zookeeper");
    List<String> pods = ensemble.pods();
    List<String> before = scene.cluster().registered("service-a");
    scene.traffic();
    scene.deed(
        "kubectl delete pvc -l smartstack.io/ensemble=zookeeper --wait=false && "
            + "kubectl delete pod -l smartstack.io/ensemble=zookeeper --grace-period=0 --force");
    scene.noticed(
        "Synapse", "it can't ask ZooKeeper and keeps what it had", SOON, () -> !current(scene));
    scene.await(
        "three new members serve, with new volumes",
        LONG,
        () -> ensemble.serving(3) && ensemble.pods().stream().noneMatch(pods::contains));
    scene.recovered(
        "every Nerve has registered anew",
        LONG,
        () -> {
          List<String> now = scene.cluster().registered("service-a");
          return now.size() == 2 && now.stream().noneMatch(before::contains) && current(scene);
        });
    scene.lost(0);
    scene.see("kubectl get pvc -l smartstack.io/ensemble=zookeeper");
  }

  private static boolean current(Scene scene) {
    return scene
        .stage()
        .caller()
        .status()
        .at("/synapse/discovery/services/0/discovery")
        .asText()
        .equals("current");
  }

  @Test
  @Order(3)
  @DisplayName("an ensemble grows from one member to three and five, and shrinks to three")
  void scaled(Scene scene) {
    Second second = Second.set(scene, 1);
    List<String> registered = scene.cluster().registered(Second.NAME);
    scene.traffic(second.caller(), Second.PORT);
    for (int members : List.of(3, 5, 3)) {
      scene.deed("kubectl scale zookeeperensemble second --replicas=" + members);
      scene.recovered(members + " serve", LONG, () -> second.ensemble().serving(members));
      scene.see("kubectl get zookeeperensemble second");
    }
    scene.lost(0);
    scene.verdict(
        "there always was a quorum: no registration has been made anew, " + registered,
        scene.cluster().registered(Second.NAME).equals(registered));
  }

  @Test
  @Order(4)
  @DisplayName(
      "all of ZooKeeper is stopped for longer than a session; meanwhile a service goes down")
  void stopped(Scene scene) {
    Second second = Second.set(scene, 3);
    Ensemble ensemble = second.ensemble();
    Duration session = ensemble.longestSession("second");
    scene.say("ZooKeeper grants its sidecars sessions of %d s".formatted(session.toSeconds()));
    String falls = second.caller().called(Second.NAME).getFirst();
    scene.traffic(second.caller(), Second.PORT);
    scene.deed(
        "kubectl patch zookeeperensemble second --type=merge -p '{\"spec\":{\"stopped\":true}}'");
    scene.noticed(
        "Synapse", "it keeps the backends that it had", SOON, () -> second.staleFor().isPositive());
    scene.deed("kubectl exec %s -c http -- rm health".formatted(falls));
    scene.await(
        "HAProxy's own check has taken out " + falls,
        SOON,
        () -> !second.caller().called(Second.NAME).contains(falls));
    scene.await(
        "nobody has reached ZooKeeper for longer than a session",
        LONG,
        () -> ensemble.pods().isEmpty() && second.staleFor().compareTo(session.plusSeconds(2)) > 0);
    scene.deed(
        "kubectl patch zookeeperensemble second --type=merge -p '{\"spec\":{\"stopped\":false}}'");
    scene.await("three serve", LONG, () -> ensemble.serving(3));
    scene.recovered(
        "the other one is registered, and %s is not".formatted(falls),
        LONG,
        () ->
            scene.cluster().registered(Second.NAME).size() == 1
                && second.found().stream().noneMatch(falls::equals));
    scene.deed("kubectl exec %s -c http -- touch health".formatted(falls));
    scene.await("both are called", SOON, () -> second.caller().called(Second.NAME).size() == 2);
    scene.lost(0);
  }

  @Test
  @Order(5)
  @DisplayName("ZooKeeper's version changes: one member at a time, the leader last")
  void rolled(Scene scene) {
    Machines.mustBeDocker(scene.cluster());
    Second second = Second.set(scene, 3);
    Ensemble ensemble = second.ensemble();
    letAnotherLead(scene, ensemble);
    String leader = ensemble.leader();
    List<String> before = ensemble.pods();
    scene.see(ensemble.tag(VERSION));
    scene.see("kubectl get zookeeperensemble second");
    scene.traffic(second.caller(), Second.PORT);
    scene.deed(
        "kubectl patch zookeeperensemble second --type=merge -p '{\"spec\":{\"version\":\"%s\"}}'"
            .formatted(VERSION));
    scene.recovered(
        "three members of the new version serve",
        LONG,
        () -> {
          ZooKeeperEnsembleStatus status = ensemble.status();
          return ensemble.serving(3)
              && VERSION.equals(status.version())
              && ensemble.pods().stream().noneMatch(before::contains);
        });
    scene.see("kubectl get zookeeperensemble second");
    List<String> order = ensemble.oldestFirst();
    scene.verdict(
        "%s led and was replaced last: %s".formatted(leader, order),
        order.getLast().equals(leader));
    scene.lost(0);
  }

  /** The last number is restarted first and the first last, unless it is for who leads. */
  private static void letAnotherLead(Scene scene, Ensemble ensemble) {
    if (ensemble.leader().equals("second-0")) {
      List<String> before = ensemble.pods();
      scene.deed("kubectl delete pod second-0");
      scene.await(
          "another one leads, and three serve",
          LONG,
          () ->
              !"second-0".equals(ensemble.status().leader())
                  && !ensemble.pods().equals(before)
                  && ensemble.serving(3));
    }
  }
}
