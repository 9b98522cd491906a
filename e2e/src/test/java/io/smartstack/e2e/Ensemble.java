// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A ZooKeeperEnsemble, its members, and what services have registered there. */
final class Ensemble {

  private static final Pattern CONNECTION = Pattern.compile("/([0-9.]+):.*[,(]to=([0-9]+)");

  private final Cluster cluster;
  private final String name;

  Ensemble(Cluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  ZooKeeperEnsembleStatus status() {
    ZooKeeperEnsemble ensemble =
        cluster
            .client()
            .resources(ZooKeeperEnsemble.class)
            .inNamespace(Cluster.NAMESPACE)
            .withName(name)
            .get();
    return ensemble == null || ensemble.getStatus() == null
        ? new ZooKeeperEnsembleStatus(null, null, null, null, null, null, null, null, null, null)
        : ensemble.getStatus();
  }

  String leader() {
    return Objects.requireNonNull(status().leader(), "nobody leads " + name);
  }

  /** Whether so many members are wanted, and all of them, and no other pod, serve. */
  boolean serving(int members) {
    return "%d/%d".formatted(members, members).equals(status().ready())
        && status().leader() != null
        && members().size() == members
        && members().stream().allMatch(Cluster::ready);
  }

  List<Pod> members() {
    return cluster
        .client()
        .pods()
        .inNamespace(Cluster.NAMESPACE)
        .withLabel("smartstack.io/ensemble", name)
        .list()
        .getItems();
  }

  /** The members' pods, each by its name and what tells it from its successors. */
  List<String> pods() {
    return members().stream()
        .map(pod -> pod.getMetadata().getName() + " " + pod.getMetadata().getUid())
        .sorted()
        .toList();
  }

  /** The names of the members' pods, in the order in which they were made. */
  List<String> oldestFirst() {
    return members().stream()
        .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  /** The longest session that a member has granted to a pod of an application. */
  Duration longestSession(String app) {
    List<String> addresses =
        cluster.pods(app).stream().map(it -> it.getStatus().getPodIP()).toList();
    long milliseconds =
        members().stream()
            .flatMap(member ->
                CONNECTION
                    .matcher(Shell.run(ask(member.getMetadata().getName(), "cons")))
                    .results())
            .filter(connection -> addresses.contains(connection.group(1)))
            .map((MatchResult connection) -> connection.group(2))
            .mapToLong(Long::parseLong)
            .max()
            .orElseThrow(() -> new AssertionError("no pod of " + app + " has a session"));
    return Duration.ofMillis(milliseconds);
  }

  /** The command that asks a member by a four-letter word. */
  static String ask(String pod, String word) {
    return "kubectl exec %s -- bash -c 'exec 3<>/dev/tcp/127.0.0.1/2181; printf %s >&3; cat <&3'"
        .formatted(pod, word);
  }

  /** The command that gives every node ZooKeeper's image under another version. */
  String tag(String version) {
    String image = members().getFirst().getSpec().getContainers().getFirst().getImage();
    String full = "docker.io/" + image;
    return nodes()
        + " ctr -n k8s.io images tag --force %s %s >/dev/null; done"
            .formatted(full, full.replaceFirst(":[^:]*$", ":" + version));
  }

  /** The command that takes that version from every node. */
  static String untag(String version) {
    return nodes()
        + " sh -c 'ctr -n k8s.io images ls -q | grep %s$ | xargs -r ctr -n k8s.io images rm'; done"
            .formatted(version);
  }

  private static String nodes() {
    return "for node in $(kubectl get nodes -l smartstack.io/machine -o name | cut -d/ -f2); do"
        + " docker exec $node";
  }
}
