// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.CompileProblem.Kind;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.NerveConfigFile;
import io.smartstack.sidecar.config.SynapseConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Of whatever the API server lets in. */
class AnySmartServiceTest {

  private final Compiler compiler = new Compiler(Surroundings.inCluster("cluster.local"));

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void theSidecarAcceptsWhatComesOut(@ForAll long seed) throws ConfigException {
    Schema schema = new Schema(new Random(seed));
    List<SmartService> pod = List.of(schema.service("s0"), schema.service("s1"));
    Lookup lookup = Yaml.lookup(pod.get(0), pod.get(1), schema.service("s2"));

    Compilation made = compiler.compile(pod, lookup, null);

    Files files = Objects.requireNonNull(made.files());
    NerveConfigFile.parse(files.nerve());
    SynapseConfig synapse = SynapseConfigFile.parse(files.synapse(), name -> name).config();
    assertThat(Json.parse(files.synapse()).path("services").properties())
        .extracting(section -> ServiceName.ofKey(section.getKey(), "team"))
        .containsExactlyElementsOf(made.calls());
    assertThat(synapse.haproxy()).isNotNull();
    assertThat(made.problems()).allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
    assertThat(made.calls().contains(new ServiceName("team", "gone"))).isFalse();
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void compiledAgainItStaysAsItIs(@ForAll long seed) {
    Schema schema = new Schema(new Random(seed));
    List<SmartService> pod = List.of(schema.service("s0"));
    SmartService used = schema.service("s1");
    Compilation first = compiler.compile(pod, Yaml.lookup(pod.getFirst(), used), null);
    Compilation second = compiler.compile(pod, Yaml.lookup(pod.getFirst(), used), first.files());
    assertThat(second.files()).isEqualTo(first.files());

    Compilation without = compiler.compile(pod, Yaml.lookup(pod.getFirst()), second.files());
    Compilation still = compiler.compile(pod, Yaml.lookup(pod.getFirst()), without.files());
    assertThat(still).isEqualTo(without);
    assertThat(without.calls()).isEqualTo(second.calls());
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void aChangeThatIsRefusedTakesNoServiceAway(@ForAll long seed) {
    Schema schema = new Schema(new Random(seed));
    SmartService good =
        Yaml.service(
            "s0", "ensemble: {name: zk}\nnerve: {port: 80}\nuses: [{name: s1, port: 3300}]");
    SmartService used = Yaml.service("s1", "ensemble: {name: zk}\nsynapse: {port: 3300}");
    Compilation before = compiler.compile(List.of(good), Yaml.lookup(used), null);

    Compilation after =
        compiler.compile(List.of(good), Yaml.lookup(schema.service("s1")), before.files());

    boolean clash = after.problems().stream().anyMatch(p -> p.kind() == Kind.PORT_CLASH);
    assertThat(after.calls().isEmpty()).isEqualTo(clash);
  }
}
