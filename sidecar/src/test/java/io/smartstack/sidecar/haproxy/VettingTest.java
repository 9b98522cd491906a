// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a check that says nothing but no: then the culprit must be searched. */
class VettingTest {

  @TempDir Path directory;

  private Vetted vet(String check, ProxiedService... services) throws Exception {
    Path candidate = directory.resolve("candidate");
    HaproxyConfig config = new Room(directory).config();
    HaproxyText text =
        new HaproxyText(config, new Additions(null, Duration.ofSeconds(9), HaproxyVersion.ASSUMED));
    return new Vetting(
            new Check(new Shell(directory), Optional::empty, check.formatted(candidate)),
            new ConfigurationFile(candidate),
            wanted -> text.render(wanted, Allocation.none(), Instant.EPOCH),
            Map.of(),
            Instant.EPOCH,
            Ticks.AT_ONCE)
        .vet(List.of(services), Omissions.NONE);
  }

  @Test
  void aServerNobodyNamesIsFoundAndLeftOut() throws Exception {
    Vetted vetted =
        vet(
            "! grep -q evil %s",
            Room.service("a", 1001, Room.server("x", 1, null, null)),
            Room.service(
                "b",
                1002,
                Room.server("y", 2, null, null),
                Room.server("z", 3, null, "evil"),
                Room.server("w", 4, null, null)),
            Room.service("c", 1003, Room.server("v", 5, null, "evil")));

    assertThat(vetted).isInstanceOf(Vetted.Taken.class);
    Vetted.Taken taken = (Vetted.Taken) vetted;
    assertThat(taken.omissions().list())
        .extracting(Omission::service, Omission::server)
        .containsExactly(tuple("b", "127.0.0.1:3"), tuple("c", "127.0.0.1:5"));
    assertThat(taken.rendered().text()).contains("server y_", "server w_").doesNotContain("evil");
    assertThat(Files.readString(directory.resolve("candidate"))).isEqualTo(taken.rendered().text());
  }

  @Test
  void whatIsRefusedEvenEmptyIsRefusedWhole() throws Exception {
    assertThat(vet("echo no; false # %s", Room.service("a", 1001)))
        .isEqualTo(new Vetted.Refused("exit status 1: no"));
  }
}
