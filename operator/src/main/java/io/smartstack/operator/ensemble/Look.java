// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.Pod;
import io.smartstack.crd.v1.SmartStack;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the members said when all were asked at once.
 *
 * @param answers by the members' numbers
 */
record Look(Map<Integer, Answer> answers) {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** Asks every pod that has an address. */
  static Look at(List<Pod> pods, Members members) throws InterruptedException {
    var asked = new HashMap<Integer, Future<Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Pod pod : pods) {
        String host = host(pod);
        if (host != null && !host.isEmpty()) {
          asked.put(Names.id(pod.getMetadata().getName()), threads.submit(() -> members.ask(host)));
        }
      }
      var answers = new HashMap<Integer, Answer>();
      for (var one : asked.entrySet()) {
        answers.put(one.getKey(), result(one.getValue()));
      }
      return new Look(Map.copyOf(answers));
    }
  }

  /** A pod that has ended keeps its address in its status, and somebody else may have it by now. */
  private static @Nullable String host(Pod pod) {
    var status = pod.getStatus();
    return status == null || ENDED.contains(Objects.requireNonNullElse(status.getPhase(), ""))
        ? null
        : status.getPodIP();
  }

  private static Answer result(Future<Answer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      return Answer.SILENT;
    }
  }

  /** Who votes, by the latest agreement that one of them knows of. */
  Optional<Membership> membership() {
    return answers.values().stream()
        .map(Answer::membership)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(Membership::version));
  }

  /** The members, seen from both sides. */
  List<Member> members(Collection<Pod> pods, String wantedMark) {
    return pods.stream()
        .map(pod -> member(pod, wantedMark))
        .filter(member -> member.id() > 0)
        .sorted(Comparator.comparingInt(Member::id))
        .toList();
  }

  private Member member(Pod pod, String wantedMark) {
    int id = Names.id(pod.getMetadata().getName());
    var annotations = pod.getMetadata().getAnnotations();
    return new Member(
        id,
        pod.getMetadata().getDeletionTimestamp() != null,
        ready(pod),
        annotations != null && wantedMark.equals(annotations.get(SmartStack.CONFIG)),
        answers.getOrDefault(id, Answer.SILENT).mode(),
        pod.getSpec().getNodeName());
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }
}
