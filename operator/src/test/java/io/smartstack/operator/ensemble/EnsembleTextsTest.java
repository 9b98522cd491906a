// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written for ZooKeeper, read from it, and compared. */
class EnsembleTextsTest {

  private static final Servers SERVERS =
      new Servers(MemberAddresses.ofPods("cluster.local"), "shop", "zk");

  @Test
  void membersAreKnownByNamesThatOutliveTheirPods() {
    assertThat(SERVERS.voter(1))
        .isEqualTo(
            "server.1=zk-0.zk-members.shop.svc.cluster.local:2888:3888:participant;0.0.0.0:2181");
    assertThat(SERVERS.joiners().lines()).hasSize(9).allMatch(line -> line.contains(":observer;"));
  }

  @Test
  void whoVotesIsReadFromTheAnswerToConf() {
    String answer =
        "clientPort=2181\nmembership: \n"
            + SERVERS.voters(List.of(1, 2))
            + "server.3=a:2888:3888:observer;0.0.0.0:2181\nversion=10000000a";
    assertThat(Membership.parse(answer)).contains(Membership.of(0x10000000aL, List.of(1, 2)));
    assertThat(Membership.parse("This ZooKeeper instance is not currently serving requests\n"))
        .isEmpty();
  }

  @Test
  void aMemberServesWhenItSaysItsMode() {
    assertThat(ZooKeeperMembers.mode("Zxid: 0x1\nMode: leader\nNode count: 5\n"))
        .isEqualTo(Mode.LEADER);
    assertThat(ZooKeeperMembers.mode("This ZooKeeper instance is not currently serving requests"))
        .isEqualTo(Mode.WAITING);
  }

  @Test
  void settingsReplaceDefaultsButNotWhatTheOperatorDecides() {
    var lines =
        ZooCfg.render(Map.of("tickTime", "500", "skipACL", "yes", "x", "1\nskipACL=yes")).lines();
    assertThat(lines)
        .contains(
            "tickTime=500",
            "skipACL=no",
            "x=1 skipACL=yes",
            "standaloneEnabled=false",
            "reconfigEnabled=true",
            "autopurge.purgeInterval=1")
        .doesNotContain("skipACL=yes");
  }

  @Test
  void aFingerprintIsTheSameWhateverTheOrderOfAMap() {
    var one = new LinkedHashMap<>(Map.of("a", 1));
    one.put("b", 2);
    var two = new LinkedHashMap<>(Map.of("b", 2));
    two.put("a", 1);
    assertThat(Fingerprint.json(one)).isEqualTo(Fingerprint.json(two));
  }

  @Test
  void defaultsAndOtherSpellingsAreNoDriftButChangesAre() throws Exception {
    assertThat(drifted("{'a':1,'c':[]}", "{'a':1,'b':2}")).isFalse();
    assertThat(drifted("{'cpu':'1000m','memory':'0.5Gi'}", "{'cpu':'1','memory':'512Mi'}"))
        .isFalse();
    assertThat(drifted("{'a':1}", "{'b':1}")).isTrue();
    assertThat(drifted("{'a':[{'n':'x'}]}", "{'a':[{'n':'x','d':1}]}")).isFalse();
    assertThat(drifted("{'a':[1]}", "{'a':[1,2]}")).isTrue();
    assertThat(drifted("{'a':'x'}", "{'a':'y'}")).isTrue();
  }

  private static boolean drifted(String wanted, String live) throws Exception {
    var json = new JsonMapper();
    return !Drift.none(
        json.readTree(wanted.replace('\'', '"')), json.readTree(live.replace('\'', '"')));
  }
}
