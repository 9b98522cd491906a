// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The ConfigMap that members start from. */
final class MemberFiles {

  private static final String MEMBERS = "members";
  private static final String FOUNDED = "founded";
  private static final String START = resource("start.sh");
  private static final String ASK = resource("ask.sh");

  private MemberFiles() {}

  /**
   * What is wanted.
   *
   * @param voters whom a member with an empty disk takes for the voters
   * @param founded whether the ensemble ever had a quorum, so that an empty disk is a lost one
   */
  static ConfigMap desired(
      ZooKeeperEnsemble ensemble, Servers servers, Collection<Integer> voters, boolean founded) {
    return new ConfigMapBuilder()
        .withMetadata(Names.metadata(ensemble, Names.configMap(ensemble.getMetadata().getName())))
        .withData(
            Map.of(
                "zoo.cfg",
                zooCfg(ensemble),
                MEMBERS,
                servers.voters(voters),
                "joiners",
                servers.joiners(),
                FOUNDED,
                Boolean.toString(founded),
                "start.sh",
                START,
                "ask.sh",
                ASK))
        .build();
  }

  /** Whom the ConfigMap lists. */
  static SortedSet<Integer> listed(ConfigMap files) {
    return new TreeSet<>(Membership.voters(files.getData().getOrDefault(MEMBERS, "")));
  }

  static boolean founded(ConfigMap files) {
    return Boolean.parseBoolean(files.getData().getOrDefault(FOUNDED, "false"));
  }

  /** All of it that takes a restart to have an effect. */
  static String restarting(ZooKeeperEnsemble ensemble) {
    return zooCfg(ensemble) + START + ASK;
  }

  private static String zooCfg(ZooKeeperEnsemble ensemble) {
    var config = ensemble.getSpec().config();
    return ZooCfg.render(config == null ? Map.of() : config);
  }

  private static String resource(String name) {
    try (var in = MemberFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the operator");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
