// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.CompileProblem.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompilerTest {

  private static final String ENSEMBLE = "ensemble: {name: zk}\n";
  private static final SmartService USED =
      Yaml.service("used", ENSEMBLE + "synapse: {port: 3300, haproxy: {mode: http}}");

  private final Compiler compiler = new Compiler(Surroundings.inCluster("cluster.local"));

  @Test
  void aPodWithoutUsesGetsASynapseFileWithoutServices() {
    Compilation made = compile(provider("a", 8000));

    assertThat(made.problems()).isEmpty();
    assertThat(synapse(made).path("services")).isEmpty();
    assertThat(synapse(made).path("haproxy").has("config_file_path")).isTrue();
  }

  @Test
  void aServiceThatOnlyCallsOthersRegistersNothing() {
    Compilation made = compile(caller("{name: used}"), USED);

    assertThat(nerve(made).path("services")).isEmpty();
    assertThat(made.calls()).containsExactly(new ServiceName("team", "used"));
  }

  @Test
  void theSameServicesBecomeTheSameBytes() {
    SmartService one = caller("{name: used}");
    assertThat(compile(one, USED).files()).isEqualTo(compile(one, USED).files());
  }

  @Test
  void ensemblesAndPathsAreThoseOfTheServiceThatIsUsed() {
    SmartService far =
        Yaml.service("far", "ensemble: {name: zk}\nzkPath: /far\nsynapse: {port: 3301}");
    far.getMetadata().setNamespace("elsewhere");
    SmartService outside =
        Yaml.service("outside", "ensemble: {hosts: ['10.0.0.1:2181']}\nsynapse: {port: 3302}");

    Compilation made =
        compile(caller("{name: far, namespace: elsewhere}, {name: outside}"), far, outside);

    assertThat(section(made, "far.elsewhere").at("/discovery/path").asText()).isEqualTo("/far");
    assertThat(section(made, "far.elsewhere").at("/discovery/hosts/0").asText())
        .isEqualTo("zk-client.elsewhere.svc.cluster.local:2181");
    assertThat(section(made, "outside").at("/discovery/hosts/0").asText())
        .isEqualTo("10.0.0.1:2181");
    assertThat(made.calls())
        .containsExactly(new ServiceName("elsewhere", "far"), new ServiceName("team", "outside"));
  }

  @Test
  void whatACallerSaysIsLaidOverFieldByField() {
    SmartService used =
        Yaml.service(
            "used",
            ENSEMBLE
                + "synapse: {port: 3300, leaderElection: true, haproxy: {mode: http, serverOptions: check, backend: [retries 1]}}");
    Compilation made =
        compile(
            caller(
                "{name: used, port: 3400, leaderElection: false, haproxy: {backend: [retries 2]}}"),
            used);

    JsonNode section = section(made, "used");
    assertThat(section.has("leader_election")).isFalse();
    assertThat(section.path("haproxy").toString())
        .isEqualTo(
            "{\"port\":3400,\"server_options\":\"check\",\"listen\":[\"mode http\"],\"backend\":[\"retries 2\"]}");
  }

  @Test
  void whereServersAreNotSpokenOfHaproxyAsksWhatNerveAsks() {
    SmartService used =
        Yaml.service(
            "used",
            ENSEMBLE
                + "nerve: {port: 80, checks: [{type: http, uri: /ok}]}\nsynapse: {port: 3300, haproxy: {mode: http}}");
    JsonNode haproxy = section(compile(caller("{name: used}"), used), "used").path("haproxy");

    assertThat(haproxy.path("server_options").asText()).isEqualTo("check inter 2s rise 3 fall 2");
    assertThat(haproxy.path("listen").toString())
        .isEqualTo("[\"mode http\",\"option httpchk GET /ok\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{serverOptions: no-check, mode: http}",
        "{backend: [default-server inter 9s], mode: http}",
        "{mode: tcp}",
        "{listen: [mode http, mode tcp]}",
        "{backend: [option tcp-check], mode: http}"
      })
  void whoSpeaksOfChecksOrNotOfHttpIsNotGivenAnother(String haproxy) {
    SmartService used =
        Yaml.service(
            "used",
            ENSEMBLE
                + "nerve: {port: 80, checks: [{type: http, uri: /ok}]}\nsynapse: {port: 3300, haproxy: "
                + haproxy
                + "}");
    assertThat(section(compile(caller("{name: used}"), used), "used").toString())
        .doesNotContain("httpchk");
  }

  @Test
  void aMissingServiceKeepsItsSectionAndCostsNothingElse() {
    SmartService other = Yaml.service("other", ENSEMBLE + "synapse: {port: 3301}");
    SmartService caller = caller("{name: used}, {name: other}");
    Compilation before = compile(caller, USED, other);

    Compilation after = again(caller, before, other);
    Compilation never = compile(caller, other);

    assertThat(after.files()).isEqualTo(before.files());
    assertThat(after.problems())
        .extracting(CompileProblem::kind)
        .containsExactly(Kind.USED_SERVICE_MISSING);
    assertThat(after.calls()).hasSize(2);
    assertThat(never.calls()).containsExactly(new ServiceName("team", "other"));
    assertThat(never.problems().getFirst().message())
        .contains("no SmartService used in namespace team", "left out", "create it");
  }

  @Test
  void aServiceThatSaysNotWhereItIsFoundNeedsTheCallerToSaySo() {
    SmartService silent = provider("silent", 80);

    assertThat(compile(caller("{name: silent}"), silent).problems())
        .extracting(CompileProblem::kind)
        .containsExactly(Kind.USED_SERVICE_NOT_FOUND_ANYWHERE);
    assertThat(compile(caller("{name: silent, port: 3300}"), silent).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: used}, {name: other, port: 3300}",
        "{name: used}, {name: other, port: 3300, haproxy: {bindAddress: 0.0.0.0}}",
        "{name: used}, {name: other, haproxy: {portRange: 3299-3301}}",
        "{name: used}, {name: other, port: 3210}",
        "{name: used}, {name: other, port: 8000}"
      })
  void ofTwoOnOnePortTheLaterIsLeftOut(String uses) {
    SmartService other = Yaml.service("other", ENSEMBLE + "synapse: {port: 3301}");
    Compilation made =
        compile(
            Yaml.service("caller", ENSEMBLE + "nerve: {port: 8000}\nuses: [" + uses + "]"),
            USED,
            other);

    assertThat(made.calls()).containsExactly(new ServiceName("team", "used"));
    assertThat(made.problems()).extracting(CompileProblem::kind).containsExactly(Kind.PORT_CLASH);
    assertThat(made.problems().getFirst().message()).contains("other is left out", "another port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: used}, {name: other, port: 3300, haproxy: {bindAddress: 127.0.0.2}}",
        "{name: used}, {name: other, port: 3300, haproxy: {disabled: true}}",
        "{name: used}, {name: other, port: 8000, haproxy: {bindAddress: localhost}}"
      })
  void whoSaysAnAddressOfItsOwnClashesWithNobody(String uses) {
    SmartService other = Yaml.service("other", ENSEMBLE + "synapse: {port: 3301}");
    Compilation made =
        compile(
            Yaml.service("caller", ENSEMBLE + "nerve: {port: 8000}\nuses: [" + uses + "]"),
            USED,
            other);
    assertThat(made.problems()).isEmpty();
    assertThat(made.calls()).hasSize(2);
  }

  @Test
  void statisticsGiveWayToWhoeverNeedsTheirPort() {
    assertThat(synapse(compile(provider("a", 8000))).path("haproxy").has("extra_sections"))
        .isTrue();
    assertThat(synapse(compile(provider("a", 3212))).path("haproxy").has("extra_sections"))
        .isFalse();
    Compilation made = compile(caller("{name: used, port: 3212}"), USED);
    assertThat(made.problems()).isEmpty();
    assertThat(synapse(made).path("haproxy").has("extra_sections")).isFalse();
  }

  @Test
  void anApplicationOnTheSidecarsPortIsTold() {
    assertThat(compile(provider("a", 3210)).problems())
        .extracting(CompileProblem::kind)
        .containsExactly(Kind.PORT_CLASH);
  }

  @Test
  void aPodOfSeveralServicesRegistersAllAtOneAddress() {
    SmartService first = provider("a", 80);
    SmartService second =
        Yaml.service("b", ENSEMBLE + "nerve: {port: 81, advertise: node, checks: [{type: tcp}]}");

    Compilation made = compiler.compile(List.of(first, second), Yaml.lookup(), null);

    assertThat(nerve(made).path("instance_id").asText()).isEqualTo("a");
    assertThat(nerve(made).path("services").properties()).hasSize(2);
    assertThat(nerve(made).at("/services/b/checks/0").has("host")).isFalse();
    assertThat(made.problems())
        .containsExactly(
            new CompileProblem(
                new ServiceName("team", "b"),
                Kind.ADVERTISE_CONFLICT,
                "a pod has one address in the registry: advertise: pod of a counts; give all services of the pod the same nerve.advertise"));
  }

  @Test
  void aServiceAtItsNodesAddressIsCheckedInThePod() {
    SmartService node =
        Yaml.service(
            "a",
            ENSEMBLE
                + "nerve: {port: 80, advertise: node, checks: [{type: tcp}, {type: tcp, host: db}, {type: noop}]}");
    JsonNode checks = nerve(compile(node)).at("/services/a/checks");

    assertThat(checks.at("/0/host").asText()).isEqualTo("127.0.0.1");
    assertThat(checks.at("/1/host").asText()).isEqualTo("db");
    assertThat(checks.at("/2").has("host")).isFalse();
  }

  @Test
  void twoServicesOfAPodThatUseAThirdInDifferentWaysAreTold() {
    SmartService a = caller("{name: used}");
    SmartService b = Yaml.service("b", ENSEMBLE + "uses: [{name: used, namespace: team}]");
    SmartService c = Yaml.service("c", ENSEMBLE + "uses: [{name: used, port: 1}]");

    assertThat(compiler.compile(List.of(a, b), Yaml.lookup(USED), null).problems()).isEmpty();
    Compilation made = compiler.compile(List.of(a, c), Yaml.lookup(USED), null);
    assertThat(made.problems()).extracting(CompileProblem::kind).containsExactly(Kind.USE_CONFLICT);
    assertThat(section(made, "used").at("/haproxy/port").asInt()).isEqualTo(3300);
  }

  @Test
  void aRefusedSectionKeepsWhatWasValidBeforeAndSaysWhereItIsWrong() {
    SmartService good = provider("a", 80);
    SmartService bad = Yaml.service("a", ENSEMBLE + "zkPath: /../x\nnerve: {port: 81}");
    Compilation before = compile(good);

    Compilation after = again(bad, before);

    assertThat(nerve(after)).isEqualTo(nerve(before));
    assertThat(after.problems()).extracting(CompileProblem::kind).containsExactly(Kind.REFUSED);
    assertThat(after.problems().getFirst().message())
        .contains("services.a.zk_path", "what was valid before stays");
    assertThat(nerve(compile(bad)).path("services")).isEmpty();
  }

  @Test
  void aRefusedUseCostsThatUseAlone() {
    SmartService bad = Yaml.service("bad", ENSEMBLE + "zkPath: /../x\nsynapse: {port: 3301}");
    Compilation made = compile(caller("{name: bad}, {name: used}"), bad, USED);

    assertThat(made.calls()).containsExactly(new ServiceName("team", "used"));
    assertThat(made.problems()).extracting(CompileProblem::kind).containsExactly(Kind.REFUSED);
  }

  @Test
  void aRefusedHaproxySectionLeavesTheUsesAlone() {
    SmartService caller =
        Yaml.service(
            "caller", ENSEMBLE + "uses: [{name: used}]\nhaproxy: {global: ['<% system %>']}");
    Compilation made = compile(caller, USED);

    assertThat(made.problems()).extracting(CompileProblem::kind).containsExactly(Kind.REFUSED);
    assertThat(made.calls()).containsExactly(new ServiceName("team", "used"));
    assertThat(synapse(made).at("/haproxy/global/0").asText()).isEqualTo("maxconn 4096");
  }

  @Test
  void onAMachineEverythingBindsItsAddress() {
    Compiler machine =
        new Compiler(
            Surroundings.onMachine((to, from) -> List.of("127.1.1.1:2181"), "/m", "127.1.1.2"));
    SmartService used =
        Yaml.service("used", ENSEMBLE + "synapse: {port: 3300, haproxy: {bindAddress: 0.0.0.0}}");
    Compilation made = machine.compile(List.of(caller("{name: used}")), Yaml.lookup(used), null);

    assertThat(synapse(made).at("/haproxy/bind_address").asText()).isEqualTo("127.1.1.2");
    assertThat(section(made, "used").at("/haproxy/bind_address").asText()).isEqualTo("127.1.1.2");
    assertThat(synapse(made).at("/haproxy/config_file_path").asText()).isEqualTo("/m/haproxy.cfg");
    assertThat(synapse(made).toString()).contains("bind 127.1.1.2:3212").doesNotContain("0.0.0.0");
  }

  @Test
  void filesThatNoConfigMapTakesChangeNothing() {
    SmartService huge =
        Yaml.service(
            "a", ENSEMBLE + "haproxy: {global: ['# " + "x".repeat(1_000_000) + "']}\nuses: []");
    Compilation before = compile(provider("a", 80));

    assertThat(compile(huge).files()).isNull();
    assertThat(again(huge, before).files()).isEqualTo(before.files());
    assertThat(compile(huge).problems().getFirst().message()).contains("ConfigMap", "shorten");
  }

  @Test
  void aPodWithoutAServiceIsNoPodOfOurs() {
    assertThatThrownBy(() -> compiler.compile(List.of(), Yaml.lookup(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SmartService provider(String name, int port) {
    return Yaml.service(name, ENSEMBLE + "nerve: {port: " + port + "}");
  }

  private static SmartService caller(String uses) {
    return Yaml.service("caller", ENSEMBLE + "uses: [" + uses + "]");
  }

  private Compilation compile(SmartService service, SmartService... others) {
    return compiler.compile(List.of(service), Yaml.lookup(others), null);
  }

  private Compilation again(SmartService service, Compilation before, SmartService... others) {
    return compiler.compile(List.of(service), Yaml.lookup(others), before.files());
  }

  private static JsonNode nerve(Compilation made) {
    return Json.parse(Objects.requireNonNull(made.files()).nerve());
  }

  private static JsonNode synapse(Compilation made) {
    return Json.parse(Objects.requireNonNull(made.files()).synapse());
  }

  private static JsonNode section(Compilation made, String key) {
    return synapse(made).path("services").path(key);
  }
}
