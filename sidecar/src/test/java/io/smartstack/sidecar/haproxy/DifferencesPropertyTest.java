// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Changes applied to what is live give what is wanted, whatever the two are. */
class DifferencesPropertyTest {

  private static final HaproxyConfig TOP =
      Given.top(List.of(), List.of("mode http"), Map.of(), true);

  private record Server(String address, int weight) {}

  @Provide
  Arbitrary<Set<Backend>> backends() {
    Arbitrary<Integer> host = Arbitraries.integers().between(1, 12);
    Arbitrary<Integer> weight = Arbitraries.integers().between(1, 3);
    return Combinators.combine(host, weight)
        .as((h, w) -> Given.backend("n", "10.0.0." + h, w, null))
        .set()
        .uniqueElements(Backend::host)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<String>> directives() {
    return Arbitraries.of(
        List.of(), List.of("cookie S insert"), List.of("balance uri"), List.of("mode tcp"));
  }

  @Property(tries = 300)
  void changesLeadFromLiveToWanted(
      @ForAll("backends") Set<Backend> first,
      @ForAll("backends") Set<Backend> second,
      @ForAll("backends") Set<Backend> third,
      @ForAll("directives") List<String> directives) {
    Rendered live = render(Allocation.none(), directives, first);
    for (Set<Backend> next : List.of(second, third)) {
      Rendered wanted = render(live.allocation(), directives, next);
      Map<String, Server> model = serving(live);
      switch (Differences.between(live, wanted)) {
        case Difference.None none -> {}
        case Difference.Structure structure -> model = serving(wanted);
        case Difference.Servers(List<ServerChange> changes) -> {
          for (ServerChange change : changes) {
            apply(model, change);
          }
        }
      }
      assertThat(model).isEqualTo(serving(wanted));
      assertThat(model.values()).extracting(Server::address).hasSameSizeAs(next);
      live = wanted;
    }
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(
      @ForAll("backends") Set<Backend> first,
      @ForAll("backends") Set<Backend> second,
      @ForAll("directives") List<String> directives) {
    Rendered live =
        render(render(Allocation.none(), directives, first).allocation(), directives, second);
    Rendered read = WrittenText.read(live.text());
    assertThat(Differences.between(read, live)).isEqualTo(new Difference.None());
    assertThat(render(read.allocation(), directives, second).text()).isEqualTo(live.text());
  }

  private static Rendered render(
      Allocation before, List<String> directives, Set<Backend> backends) {
    Map<String, Object> section = Map.of("backend", directives);
    return Given.render(TOP, before, Given.service("s", section, backends.toArray(Backend[]::new)));
  }

  private static Map<String, Server> serving(Rendered rendered) {
    Map<String, Server> serving = new TreeMap<>();
    for (ServerLine line : rendered.sections().getFirst().servers()) {
      if (!line.disabled()) {
        serving.put(line.name(), new Server(line.address(), line.weight()));
      }
    }
    return serving;
  }

  private static void apply(Map<String, Server> model, ServerChange change) {
    switch (change) {
      case ServerChange.Add(String section, ServerLine line) ->
          assertThat(model.put(line.name(), new Server(line.address(), line.weight()))).isNull();
      case ServerChange.Fill(String section, ServerLine line) ->
          model.put(line.name(), new Server(line.address(), line.weight()));
      case ServerChange.Remove(String section, String server) ->
          assertThat(model.remove(server)).isNotNull();
      case ServerChange.Empty(String section, String server) ->
          assertThat(model.remove(server)).isNotNull();
      case ServerChange.Weigh(String section, String server, int weight) ->
          model.computeIfPresent(server, (name, old) -> new Server(old.address(), weight));
    }
  }
}
