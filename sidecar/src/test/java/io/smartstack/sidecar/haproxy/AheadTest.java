// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static io.smartstack.sidecar.haproxy.Given.backend;
import static io.smartstack.sidecar.haproxy.Given.render;
import static io.smartstack.sidecar.haproxy.Given.top;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told ahead of the rendering is what the rendering would have told. */
class AheadTest {

  private static final HaproxyConfig TOP = top(Given.DEFAULTS.toArray(String[]::new));
  private static final Map<String, Object> PLAIN = Map.of("port", 3213);
  private static final Backend A = backend("a", "10.0.0.1");
  private static final Backend B = backend("b", "10.0.0.2");
  private static final Backend C = backend("c", "10.0.0.3");

  @Test
  void aServerThatComesAndOneThatGoesAreToldAsTheRenderingWould() {
    ProxiedService before = Given.service("s", PLAIN, A, B);
    ProxiedService wanted = Given.service("s", PLAIN, B, C);
    Rendered live = render(TOP, before);

    Ahead ahead = Objects.requireNonNull(ahead(live, before, wanted));

    Rendered target = render(TOP, live.allocation(), wanted);
    Difference.Servers told = (Difference.Servers) Differences.between(live, target);
    assertThat(ahead.changes().stream().map(AheadTest::words).toList())
        .containsExactlyElementsOf(told.changes().stream().map(AheadTest::words).toList());
  }

  @Test
  void afterAnyNumberOfStepsTheRenderingHasNothingToAdd() {
    Random random = new Random(7);
    List<Backend> pool =
        IntStream.range(0, 30).mapToObj(i -> backend("n" + i, "10.1.0." + i)).toList();
    List<Backend> now = new ArrayList<>(pool.subList(0, 10));
    ProxiedService served = service(now);
    Rendered live = render(TOP, served);
    for (int step = 0; step < 300; step++) {
      Backend one = pool.get(random.nextInt(pool.size()));
      if (now.size() == 1 || !now.remove(one)) {
        now.remove(one);
        now.add(one);
      }
      ProxiedService wanted = service(now);
      Ahead ahead = Ahead.of(live, List.of(served), List.of(wanted), TOP);
      if (ahead != null) {
        live = ahead.after(live, Compat.TIME);
      }
      served = wanted;
      Rendered target = render(TOP, live.allocation(), wanted);
      assertThat(Differences.between(live, target)).isEqualTo(new Difference.None());
    }
  }

  @Test
  void whatIsLessSimpleIsLeftToTheRendering() {
    ProxiedService plain = Given.service("s", PLAIN, A, B);
    Rendered live = render(TOP, plain);

    assertThat(ahead(live, plain, Given.service("s", PLAIN, A, backend("b", "10.0.0.2", 5, null))))
        .as("other settings of a server")
        .isNull();
    assertThat(ahead(live, plain, Given.service("s", PLAIN, A, B, backend("n", "a.name"))))
        .as("a host that must be looked up")
        .isNull();
    assertThat(ahead(live, plain, Given.service("s", PLAIN, A, B, backend("a", "10.0.0.1"))))
        .as("a double")
        .isNull();
    assertThat(ahead(live, plain, Given.service("s", Map.of("port", 3214), A, B, C)))
        .as("another section")
        .isNull();
    assertThat(Ahead.of(live, List.of(plain), List.of(plain, plain), TOP))
        .as("another service")
        .isNull();
  }

  @Test
  void slotsAreLeftToTheRendering() {
    Map<String, Object> fixed = Map.of("port", 3213, "backend", List.of("balance source"));
    ProxiedService before = Given.service("s", fixed, A);

    assertThat(ahead(render(TOP, before), before, Given.service("s", fixed, A, B))).isNull();
  }

  private static @Nullable Ahead ahead(
      Rendered live, ProxiedService before, ProxiedService wanted) {
    return Ahead.of(live, List.of(before), List.of(wanted), TOP);
  }

  private static ProxiedService service(List<Backend> backends) {
    return Given.service("s", PLAIN, backends.toArray(Backend[]::new));
  }

  private static String words(ServerChange change) {
    return Commands.of(change).orElseThrow().toString();
  }
}
