// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.Advertise;
import io.smartstack.crd.v1.NerveSpec;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.CompileProblem.Kind;
import io.smartstack.sidecar.config.Problem;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes {@code nerve.conf.json}. */
record NerveHalf(
    List<SmartService> services,
    Surroundings surroundings,
    ObjectNode before,
    List<CompileProblem> problems) {

  private static final int REPORT_FAILURES = 10;
  private static final String HEARTBEAT = "heartbeat_path";

  ObjectNode file() {
    ObjectNode sections = Json.object();
    Advertise advertise = advertised();
    for (SmartService service : services) {
      NerveSpec nerve = service.getSpec().nerve();
      if (nerve != null) {
        section(service, nerve, advertise, sections);
      }
    }
    ObjectNode file = file(sections);
    finer(file);
    if (Refusals.ofNerve(file).isEmpty()) {
      return file;
    }
    return Refusals.ofNerve(before).isEmpty() ? before : file(Json.object());
  }

  private void section(
      SmartService service, NerveSpec nerve, Advertise advertise, ObjectNode sections) {
    ServiceName name = ServiceName.of(service);
    if (nerve.advertise() != advertise) {
      problem(
          service,
          Kind.ADVERTISE_CONFLICT,
          "a pod has one address in the registry: %s of %s counts; give all services of the pod the same nerve.advertise"
              .formatted(word(advertise), services.getFirst().getMetadata().getName()));
    }
    List<String> hosts =
        surroundings.ensembleHosts().apply(service.getSpec().ensemble(), name.namespace());
    String checkHost = advertise == Advertise.NODE ? surroundings.ownAddress() : null;
    ObjectNode section = NerveSection.of(service, nerve, hosts, checkHost);
    List<Problem> refused = Refusals.ofNerve(file(only(name, section)));
    if (refused.isEmpty()) {
      sections.set(name.name(), section);
      return;
    }
    JsonNode kept = before.path("services").path(name.name());
    boolean keep =
        kept instanceof ObjectNode old && Refusals.ofNerve(file(only(name, old))).isEmpty();
    if (keep) {
      sections.set(name.name(), kept);
    }
    problem(
        service,
        Kind.REFUSED,
        "Nerve would refuse it (%s); %s until spec.nerve is mended"
            .formatted(
                Refusals.said(refused),
                keep ? "what was valid before stays" : "nothing is registered"));
  }

  private ObjectNode file(ObjectNode sections) {
    ObjectNode file = Json.object();
    // Replaced by the sidecar, which knows its pod's name.
    file.put("instance_id", services.getFirst().getMetadata().getName());
    file.set("services", sections);
    return file;
  }

  private void finer(ObjectNode file) {
    String heartbeat = first(NerveSpec::heartbeatPath);
    if (heartbeat != null) {
      file.put(
          HEARTBEAT, heartbeat.replace(Surroundings.RUN_DIRECTORY, surroundings.runDirectory()));
      heartbeat(file);
    }
    Integer failures =
        first(nerve ->
            nerve.maxRepeatedReportFailures() == REPORT_FAILURES
                ? null
                : nerve.maxRepeatedReportFailures());
    if (failures != null) {
      file.put("max_repeated_report_failures", failures);
    }
  }

  private void heartbeat(ObjectNode file) {
    List<Problem> refused = Refusals.ofNerve(file);
    if (!refused.isEmpty()) {
      file.remove(HEARTBEAT);
      problem(
          services.getFirst(),
          Kind.REFUSED,
          "Nerve would refuse it (%s); no file is touched until nerve.heartbeatPath is mended"
              .formatted(Refusals.said(refused)));
    }
  }

  private Advertise advertised() {
    Advertise said = first(NerveSpec::advertise);
    return said == null ? Advertise.POD : said;
  }

  private <T> @Nullable T first(Function<NerveSpec, @Nullable T> field) {
    return services.stream()
        .map(service -> service.getSpec().nerve())
        .filter(Objects::nonNull)
        .map(field)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static ObjectNode only(ServiceName name, ObjectNode section) {
    ObjectNode sections = Json.object();
    sections.set(name.name(), section);
    return sections;
  }

  private void problem(SmartService service, Kind kind, String message) {
    problems.add(new CompileProblem(ServiceName.of(service), kind, message));
  }

  private static String word(Advertise advertise) {
    return "advertise: " + (advertise == Advertise.NODE ? "node" : "pod");
  }
}
