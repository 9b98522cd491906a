// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.SynapseSpec;
import io.smartstack.crd.v1.UsedService;
import io.smartstack.operator.compile.CompileProblem.Kind;
import io.smartstack.sidecar.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes {@code synapse.conf.json}. */
record SynapseHalf(
    List<SmartService> services,
    Lookup lookup,
    Surroundings surroundings,
    ObjectNode before,
    List<CompileProblem> problems) {

  private static final SynapseSpec NOTHING =
      new SynapseSpec(null, null, null, false, true, null, false, null, null);

  ObjectNode file() {
    HaproxyTop top = new HaproxyTop(services, surroundings);
    Claims claims = new Claims(services, top, surroundings);
    String bindAddress = surroundings.bind(top.bindAddress());
    ObjectNode sections = Json.object();
    for (Use use : Use.of(services, problems)) {
      ObjectNode section = section(use);
      if (section == null) {
        continue;
      }
      Optional<String> clash =
          Claim.of(section, bindAddress, "the use of " + use.key()).flatMap(claims::take);
      if (clash.isPresent()) {
        problem(use, Kind.PORT_CLASH, use.key() + " is left out: " + clash.get());
      } else {
        sections.set(use.key(), section);
      }
    }
    return whole(sections, haproxy(top, claims));
  }

  private ObjectNode whole(ObjectNode sections, JsonNode haproxy) {
    ObjectNode file = file(sections, haproxy);
    if (Refusals.ofSynapse(file).isEmpty()) {
      return file;
    }
    return Refusals.ofSynapse(before).isEmpty() ? before : file(Json.object(), silent());
  }

  private JsonNode haproxy(HaproxyTop top, Claims claims) {
    boolean stats = !top.statsByDefault() || claims.isFree(HaproxyTop.STATS_PORT);
    ObjectNode section = top.section(stats ? top.extraSections() : Map.of());
    List<Problem> refused = Refusals.ofSynapse(file(Json.object(), section));
    if (refused.isEmpty()) {
      return section;
    }
    JsonNode kept = before.path("haproxy");
    boolean keep = Refusals.ofSynapse(file(Json.object(), kept)).isEmpty();
    problems.add(
        new CompileProblem(
            ServiceName.of(services.getFirst()),
            Kind.REFUSED,
            "Synapse would refuse it (%s); %s until spec.haproxy is mended"
                .formatted(
                    Refusals.said(refused),
                    keep ? "what was valid before stays" : "the defaults count")));
    return keep ? kept : silent();
  }

  /** As if no service said anything of its HAProxy. */
  private ObjectNode silent() {
    return new HaproxyTop(List.of(), surroundings).section(Map.of());
  }

  private @Nullable ObjectNode section(Use use) {
    Optional<SmartService> found = lookup.find(use.target());
    if (found.isEmpty()) {
      ObjectNode kept = kept(use);
      problem(
          use,
          Kind.USED_SERVICE_MISSING,
          "there is no SmartService %s in namespace %s; %s: create it, or take it out of uses"
              .formatted(
                  use.target().name(),
                  use.target().namespace(),
                  kept == null ? "it is left out" : "callers go on with what was known of it"));
      return kept;
    }
    SynapseSpec own = found.get().getSpec().synapse();
    if (own == null && !saysWhere(use.use())) {
      ObjectNode kept = kept(use);
      problem(
          use,
          Kind.USED_SERVICE_NOT_FOUND_ANYWHERE,
          "the SmartService %s has no spec.synapse, so it has no port on localhost; %s: give it one, or say uses[].port"
              .formatted(
                  use.key(),
                  kept == null ? "it is left out" : "callers go on with what was known of it"));
      return kept;
    }
    return accepted(use, found.get(), own == null ? NOTHING : own);
  }

  private @Nullable ObjectNode accepted(Use use, SmartService used, SynapseSpec own) {
    SynapseSpec synapse = Overrides.laidOver(own, use.use());
    ObjectNode section = SynapseSection.of(used, synapse, surroundings);
    List<Problem> refused = refusals(use, section);
    if (refused.isEmpty()) {
      return section;
    }
    ObjectNode kept = kept(use);
    problem(
        use,
        Kind.REFUSED,
        "Synapse would refuse %s (%s); %s until spec.synapse there or uses here is mended"
            .formatted(
                use.key(),
                Refusals.said(refused),
                kept == null ? "it is left out" : "what was valid before stays"));
    return kept;
  }

  private static boolean saysWhere(UsedService use) {
    return use.port() != null || use.haproxy() != null;
  }

  /** The section as the files have it now, if they do. */
  private @Nullable ObjectNode kept(Use use) {
    return before.path("services").path(use.key()) instanceof ObjectNode section
            && refusals(use, section).isEmpty()
        ? section
        : null;
  }

  private List<Problem> refusals(Use use, ObjectNode section) {
    ObjectNode sections = Json.object();
    sections.set(use.key(), section);
    return Refusals.ofSynapse(file(sections, silent()));
  }

  private static ObjectNode file(ObjectNode sections, JsonNode haproxy) {
    ObjectNode file = Json.object();
    file.set("services", sections);
    file.set("haproxy", haproxy);
    return file;
  }

  private void problem(Use use, Kind kind, String message) {
    problems.add(new CompileProblem(use.caller(), kind, message));
  }
}
