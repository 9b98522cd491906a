// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers that merely come and go, worked out without rendering the whole: HAProxy is told of them
 * first, and the file says the same a moment later. What is any less simple (slots, weights, other
 * options, whatever is odd) is left to the rendering.
 *
 * @param changes in the order they are to be made: whoever comes is there before anybody goes
 * @param sections the sections after them, each by the one it follows
 */
record Ahead(List<ServerChange> changes, IdentityHashMap<BackendSection, SectionAhead> sections) {

  /** More at once are no hurry of a single server: the rendering is as quick. */
  private static final int MOST = 64;

  /**
   * What changed between two lists of services, null when that is not simple.
   *
   * @param live what HAProxy serves, rendered from {@code before}
   * @param top the top-level section that {@code live} was rendered with
   */
  static @Nullable Ahead of(
      Rendered live, List<ProxiedService> before, List<ProxiedService> wanted, HaproxyConfig top) {
    if (before.size() != wanted.size()) {
      return null;
    }
    List<ServerChange> in = new ArrayList<>();
    List<ServerChange> out = new ArrayList<>();
    IdentityHashMap<BackendSection, SectionAhead> sections = new IdentityHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      ProxiedService old = before.get(i);
      ProxiedService next = wanted.get(i);
      if (!old.name().equals(next.name()) || !same(old, next)) {
        return null;
      }
      if (!isUntouched(old, next)) {
        BackendSection section = section(live, next);
        SectionAhead ahead =
            section == null ? null : change(live, section, old, next, top, in, out);
        if (ahead == null) {
          return null;
        }
        sections.put(section, ahead);
      }
    }
    in.addAll(out);
    return sections.isEmpty() ? null : new Ahead(List.copyOf(in), sections);
  }

  private static @Nullable SectionAhead change(
      Rendered live,
      BackendSection section,
      ProxiedService old,
      ProxiedService next,
      HaproxyConfig top,
      List<ServerChange> in,
      List<ServerChange> out) {
    List<Backend> come = without(next.backends(), old.backends());
    List<Backend> gone = without(old.backends(), next.backends());
    if (section.fixed() != null || come.size() + gone.size() > MOST) {
      return null;
    }
    Allocation.Section held = live.allocation().section(section.name());
    SectionAhead ahead = new SectionAhead(section, held, next, top);
    return ahead.work(come, gone, in, out) ? ahead : null;
  }

  /** What HAProxy serves when it was told. */
  Rendered after(Rendered live, Instant now) {
    Map<String, Allocation.Section> held = new LinkedHashMap<>(live.allocation().sections());
    List<BackendSection> all = new ArrayList<>(live.sections());
    all.replaceAll(section -> {
      SectionAhead ahead = sections.get(section);
      if (ahead == null) {
        return section;
      }
      held.put(section.name(), ahead.allocation(now));
      return ahead.section();
    });
    return new Rendered(
        live.text(), live.structure(), List.copyOf(all), new Allocation(held), live.warnings());
  }

  private static boolean same(ProxiedService old, ProxiedService next) {
    return Objects.equals(old.config(), next.config());
  }

  private static boolean isUntouched(ProxiedService old, ProxiedService next) {
    return next.config().disabled() || sameList(old.backends(), next.backends());
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean sameList(List<Backend> one, List<Backend> other) {
    return one == other;
  }

  private static @Nullable BackendSection section(Rendered live, ProxiedService service) {
    String name = ServiceLines.backendName(service);
    for (BackendSection section : live.sections()) {
      if (section.name().equals(name) && section.service().equals(service.name())) {
        return section;
      }
    }
    return null;
  }

  /** Those of a list that are not in another: the very objects, for what did not change is kept. */
  private static List<Backend> without(List<Backend> some, List<Backend> others) {
    Set<Backend> known = Collections.newSetFromMap(new IdentityHashMap<>(2 * others.size()));
    known.addAll(others);
    List<Backend> rest = new ArrayList<>();
    for (Backend backend : some) {
      if (!known.contains(backend)) {
        rest.add(backend);
      }
    }
    return rest;
  }
}
