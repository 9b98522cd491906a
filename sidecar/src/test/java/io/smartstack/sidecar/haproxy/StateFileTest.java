// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

  private static final ProxiedService SERVICE =
      Given.service(
          "s",
          Map.of("backend_name", "other"),
          Given.backend("a", "10.0.0.1"),
          Given.backend("b", "10.0.0.2"));

  @TempDir private Path directory;

  private StateFile file() {
    return new StateFile(directory.resolve("deep/state.json"), Duration.ofHours(1));
  }

  @Test
  void idsOutliveARestartAndTheirServersAbsence() throws Exception {
    ProxiedService onlyB =
        new ProxiedService("s", SERVICE.config(), List.of(SERVICE.backends().getLast()));
    Rendered both = Given.render(Given.top("mode http"), SERVICE);
    Rendered without = Given.render(Given.top("mode http"), both.allocation(), onlyB);
    file().write(without, List.of(onlyB), Compat.TIME);

    Allocation read = file().read(List.of(SERVICE), Compat.TIME.plusSeconds(60));
    Rendered again =
        Given.render(
            Given.top("mode http"),
            WrittenText.allocation(without.text()).remembering(read),
            SERVICE);
    assertThat(again.text()).isEqualTo(both.text());
    assertThat(without.text()).contains("server b_10.0.0.2:80 10.0.0.2:80 id 2 ");
  }

  @Test
  void whatIsOlderThanTheTtlIsForgotten() throws Exception {
    Rendered both = Given.render(Given.top("mode http"), SERVICE);
    file().write(both, List.of(SERVICE), Compat.TIME);
    Instant late = Compat.TIME.plus(Duration.ofHours(2));
    assertThat(file().read(List.of(SERVICE), late).section("other").ids()).isEmpty();
  }

  @Test
  void aBrokenOrMissingFileIsEmpty() throws Exception {
    assertThat(file().read(List.of(SERVICE), Compat.TIME)).isEqualTo(Allocation.none());
    Files.createDirectories(directory.resolve("deep"));
    Files.writeString(directory.resolve("deep/state.json"), "{\"s\": {\"a\": ");
    assertThat(file().read(List.of(SERVICE), Compat.TIME)).isEqualTo(Allocation.none());
    Files.writeString(directory.resolve("deep/state.json"), "[1, {\"s\": 2}]");
    assertThat(file().read(List.of(SERVICE), Compat.TIME).section("other").ids()).isEmpty();
  }
}
