// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.CompileProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a pod's two files of its SmartServices. */
public final class Compiler {

  private static final int MOST_BYTES = 1_000_000;

  private final Surroundings surroundings;

  /** Compiles for pods, or for machines. */
  public Compiler(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Compiles.
   *
   * @param services the pod's SmartServices, the label's first, all of one namespace
   * @param lookup where those are that they use
   * @param before the pod's files as they are now, null for none: of a service that can no longer
   *     be compiled, or that is no longer there, its section stays as it was
   * @return the files, which the sidecar accepts, and what they do not honour; no files when they
   *     would be too large and there were none before
   * @throws IllegalArgumentException when there is no service
   */
  public Compilation compile(List<SmartService> services, Lookup lookup, @Nullable Files before) {
    if (services.isEmpty()) {
      throw new IllegalArgumentException("a pod's services are at least one");
    }
    List<CompileProblem> problems = new ArrayList<>(ownPorts(services));
    ObjectNode oldNerve = Json.parse(before == null ? null : before.nerve());
    ObjectNode oldSynapse = Json.parse(before == null ? null : before.synapse());
    ObjectNode nerve = new NerveHalf(services, surroundings, oldNerve, problems).file();
    ObjectNode synapse =
        new SynapseHalf(services, lookup, surroundings, oldSynapse, problems).file();
    Files files = new Files(Json.text(nerve), Json.text(synapse));
    // What is written is ASCII, so characters are bytes.
    int size = files.nerve().length() + files.synapse().length();
    if (size <= MOST_BYTES) {
      return new Compilation(files, problems, calls(services, synapse));
    }
    problems.add(
        new CompileProblem(
            ServiceName.of(services.getFirst()),
            Kind.REFUSED,
            "the two files would have %d bytes, more than a ConfigMap takes (%d); they stay as they were: shorten the lists"
                .formatted(size, MOST_BYTES)));
    return new Compilation(before, problems, calls(services, oldSynapse));
  }

  private static List<ServiceName> calls(List<SmartService> services, ObjectNode synapse) {
    String namespace = services.getFirst().getMetadata().getNamespace();
    return synapse.path("services").properties().stream()
        .map(section -> ServiceName.ofKey(section.getKey(), namespace))
        .toList();
  }

  private static List<CompileProblem> ownPorts(List<SmartService> services) {
    return services.stream()
        .filter(service ->
            service.getSpec().nerve() != null
                && service.getSpec().nerve().port() == Claims.SIDECAR_PORT)
        .map(service ->
            new CompileProblem(
                ServiceName.of(service),
                Kind.PORT_CLASH,
                "nerve.port %d is where the sidecar itself answers; let the application listen elsewhere"
                    .formatted(Claims.SIDECAR_PORT)))
        .toList();
  }
}
