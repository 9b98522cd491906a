// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is left out, so that all others go on; and what that leaves. */
record Omissions(List<Omission> list) {

  static final Omissions NONE = new Omissions(List.of());

  Omissions {
    list = List.copyOf(list);
  }

  /** With one more; the same thing left out before keeps its time. */
  Omissions with(Omission omission) {
    List<Omission> all = new ArrayList<>(list);
    all.removeIf(each -> isSame(each, omission));
    all.add(omission);
    return new Omissions(all);
  }

  /** With others. */
  Omissions and(Omissions others) {
    Omissions all = this;
    for (Omission other : others.list) {
      all = all.with(other);
    }
    return all;
  }

  /** Whether this thing is left out already, for this reason. */
  boolean knows(Omission omission) {
    return list.stream()
        .anyMatch(each -> isSame(each, omission) && each.reason().equals(omission.reason()));
  }

  /** The same, left out since the time that {@code before} knows of. */
  Omissions sinceAs(Omissions before) {
    return new Omissions(
        list.stream()
            .map(each ->
                before.list.stream()
                    .filter(old -> isSame(old, each))
                    .findFirst()
                    .map(old -> each.since(old.since()))
                    .orElse(each))
            .toList());
  }

  /** Those that still concern something wanted. */
  Omissions of(List<ProxiedService> wanted, Map<String, ProxiedService> good) {
    List<ProxiedService> both = new ArrayList<>(wanted);
    wanted.forEach(service -> both.add(withLastGoodSection(service, good)));
    return new Omissions(
        list.stream().filter(each -> both.stream().anyMatch(each::concerns)).toList());
  }

  /** Those that HAProxy refused and is not to be asked about yet. */
  Omissions standingAt(Duration tick) {
    return new Omissions(
        list.stream()
            .filter(each -> !each.retryAt().equals(Ticks.NEVER))
            .filter(each -> each.retryAt().compareTo(tick) > 0)
            .toList());
  }

  /** When the first is to be tried again, {@link Ticks#NEVER} when nothing is left out. */
  Duration nextRetry() {
    return list.stream().map(Omission::retryAt).min(Duration::compareTo).orElse(Ticks.NEVER);
  }

  /**
   * What remains of the wanted services. A service whose section is left out keeps the last one
   * HAProxy took, with the backends of today; where there is none the service is left out whole.
   */
  List<ProxiedService> remaining(List<ProxiedService> wanted, Map<String, ProxiedService> good) {
    List<ProxiedService> remaining = new ArrayList<>();
    for (ProxiedService service : wanted) {
      ProxiedService usable = isLeftOut(service) ? withLastGoodSection(service, good) : service;
      if (!isLeftOut(usable)) {
        remaining.add(withoutLeftOut(usable));
      }
    }
    return List.copyOf(remaining);
  }

  private static ProxiedService withLastGoodSection(
      ProxiedService service, Map<String, ProxiedService> good) {
    ProxiedService last = good.get(service.name());
    return last == null
        ? service
        : new ProxiedService(service.name(), last.config(), service.backends());
  }

  private boolean isLeftOut(ProxiedService service) {
    return list.stream().anyMatch(each -> each.backend() == null && each.concerns(service));
  }

  private ProxiedService withoutLeftOut(ProxiedService service) {
    return new ProxiedService(
        service.name(),
        service.config(),
        service.backends().stream()
            .filter(backend ->
                list.stream()
                    .noneMatch(each -> backend.equals(each.backend()) && each.concerns(service)))
            .toList());
  }

  private static boolean isSame(Omission one, Omission other) {
    return one.service().equals(other.service())
        && one.config().equals(other.config())
        && Objects.equals(one.backend(), other.backend());
  }

  /** By name. */
  static Map<String, ProxiedService> byName(List<ProxiedService> services) {
    Map<String, ProxiedService> byName = new LinkedHashMap<>();
    services.forEach(service -> byName.put(service.name(), service));
    return byName;
  }
}
