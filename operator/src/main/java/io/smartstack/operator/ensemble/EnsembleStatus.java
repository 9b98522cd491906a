// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.Condition;
import io.smartstack.crd.v1.MemberStatus;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleStatus;
import io.smartstack.operator.ensemble.Step.Nothing;
import io.smartstack.operator.ensemble.Step.Refuse;
import io.smartstack.operator.status.Conditions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people see of an ensemble. */
final class EnsembleStatus {

  private final ZooKeeperEnsemble ensemble;
  private final Observed now;
  private final Step step;
  private final InstantSource clock;

  private EnsembleStatus(ZooKeeperEnsemble ensemble, Observed now, Step step, InstantSource clock) {
    this.ensemble = ensemble;
    this.now = now;
    this.step = step;
    this.clock = clock;
  }

  /** The status after a step was taken, refused or waited for. */
  static ZooKeeperEnsembleStatus of(
      ZooKeeperEnsemble ensemble,
      Observed now,
      Step step,
      String clusterDomain,
      InstantSource clock) {
    return new EnsembleStatus(ensemble, now, step, clock).status(clusterDomain);
  }

  /** The status it had, but for a condition that says why nothing is done about the ensemble. */
  static ZooKeeperEnsembleStatus held(
      ZooKeeperEnsemble ensemble, String reason, String message, InstantSource clock) {
    return with(ensemble, begun(ensemble, clock).put("Progressing", false, reason, message));
  }

  /** The status it had, but for conditions that say why nothing can be done about the ensemble. */
  static ZooKeeperEnsembleStatus refused(
      ZooKeeperEnsemble ensemble, String reason, String message, InstantSource clock) {
    Conditions conditions =
        begun(ensemble, clock)
            .put("Progressing", false, reason, message)
            .put("Degraded", true, reason, message);
    if (conditions(ensemble).stream().noneMatch(it -> it.getType().equals("Ready"))) {
      conditions.put("Ready", false, reason, message);
    }
    return with(ensemble, conditions);
  }

  private static Conditions begun(ZooKeeperEnsemble ensemble, InstantSource clock) {
    return new Conditions(conditions(ensemble), ensemble.getMetadata().getGeneration(), clock);
  }

  private static ZooKeeperEnsembleStatus with(ZooKeeperEnsemble ensemble, Conditions conditions) {
    ZooKeeperEnsembleStatus old = ensemble.getStatus();
    var types = conditions.list().stream().map(Condition::getType).toList();
    var all =
        Stream.concat(
                conditions(ensemble).stream().filter(it -> !types.contains(it.getType())),
                conditions.list().stream())
            .toList();
    Long generation = ensemble.getMetadata().getGeneration();
    return old == null
        ? new ZooKeeperEnsembleStatus(
            generation, null, null, null, null, null, null, null, null, all)
        : new ZooKeeperEnsembleStatus(
            generation,
            old.replicas(),
            old.readyReplicas(),
            old.ready(),
            old.leader(),
            old.version(),
            old.members(),
            old.connectString(),
            old.selector(),
            all);
  }

  private static List<Condition> conditions(ZooKeeperEnsemble ensemble) {
    ZooKeeperEnsembleStatus status = ensemble.getStatus();
    List<Condition> conditions = status == null ? null : status.conditions();
    return conditions == null ? List.of() : conditions;
  }

  private ZooKeeperEnsembleStatus status(String clusterDomain) {
    String name = ensemble.getMetadata().getName();
    int serving = now.serving(now.voters());
    return new ZooKeeperEnsembleStatus(
        ensemble.getMetadata().getGeneration(),
        now.stopped() ? 0 : now.voters().size(),
        serving,
        "%d/%d".formatted(serving, now.stopped() ? 0 : now.wanted()),
        now.leader().map(leader -> Names.pod(name, leader.id())).orElse(null),
        version(),
        now.members().stream().map(this::member).toList(),
        "%s.%s.svc.%s:%d"
            .formatted(
                Names.clientService(name),
                ensemble.getMetadata().getNamespace(),
                clusterDomain,
                Names.CLIENT_PORT),
        new TreeMap<>(Names.selector(name))
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(",")),
        allConditions(serving));
  }

  private @Nullable String version() {
    ZooKeeperEnsembleStatus old = ensemble.getStatus();
    boolean all = !now.members().isEmpty() && now.members().stream().allMatch(Member::current);
    return all ? ensemble.getSpec().version() : old == null ? null : old.version();
  }

  private MemberStatus member(Member member) {
    String mode =
        switch (member.mode()) {
          case LEADER -> "leader";
          case FOLLOWER, OBSERVER -> hasVote(member) ? "follower" : "joining";
          case WAITING -> "joining";
          case SILENT -> "down";
        };
    return new MemberStatus(
        Names.pod(ensemble.getMetadata().getName(), member.id()),
        member.id(),
        mode,
        member.node(),
        member.serves());
  }

  private boolean hasVote(Member member) {
    return now.voters().contains(member.id());
  }

  private List<Condition> allConditions(int serving) {
    var conditions =
        new Conditions(conditions(ensemble), ensemble.getMetadata().getGeneration(), clock);
    boolean up = !now.stopped() && now.membership() != null;
    String reason = now.stopped() ? "Stopped" : up ? "Serving" : step.reason();
    if (isUnreachable()) {
      conditions.unknown("Ready", reason, step.message());
    } else {
      conditions.put("Ready", up, reason, up ? served(serving) : step.message());
    }
    boolean moving =
        !(step instanceof Nothing || step instanceof Refuse || isDown() || isUnreachable());
    conditions.put("Progressing", moving, step.reason(), step.message());
    Optional<String> trouble = trouble();
    conditions.put(
        "Degraded",
        trouble.isPresent(),
        trouble.isEmpty() ? "Steady" : step instanceof Refuse ? step.reason() : troubleReason(),
        trouble.orElse("nothing is wrong"));
    return conditions.list();
  }

  private boolean isDown() {
    return step.reason().equals("MemberDown");
  }

  private boolean isUnreachable() {
    return step.reason().equals("Unreachable");
  }

  private String served(int serving) {
    String said = "%d of %d members serve".formatted(serving, now.voters().size());
    if (now.wanted() == 1) {
      said += "; a single one: whenever it restarts nobody does";
    }
    return now.ephemeral()
        ? said + "; data are in the pods alone and gone when a majority is lost at once"
        : said;
  }

  private String troubleReason() {
    return isUnreachable() ? "Unreachable" : now.membership() == null ? "NoQuorum" : "MemberDown";
  }

  private Optional<String> trouble() {
    if (now.stopped()) {
      return Optional.empty();
    }
    if (step instanceof Refuse || now.membership() == null) {
      return Optional.of(step.message());
    }
    String down =
        now.voters().stream()
            .filter(id -> !now.serves(id))
            .map(id -> Names.pod(ensemble.getMetadata().getName(), id))
            .collect(Collectors.joining(", "));
    return down.isEmpty() ? Optional.empty() : Optional.of("not serving: " + down);
  }
}
