// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.HaproxyConfig;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import io.smartstack.sidecar.config.SynapseConfigFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One server comes to a section of 1,000: told ahead, and rendered. */
@State(Scope.Benchmark)
public class ServersPath {

  private static final int SERVERS = 1000;
  private static final Instant NOW = Instant.EPOCH;

  private final HaproxyConfig top = top();
  private final HaproxyText text =
      new HaproxyText(top, new Additions(null, Duration.ofMinutes(5), HaproxyVersion.ASSUMED));
  private List<ProxiedService> before = List.of();
  private List<ProxiedService> wanted = List.of();
  private Rendered live = text.render(before, Allocation.none(), NOW);
  private Rendered target = live;

  /** Renders both sides. */
  @Setup
  public void render() throws Exception {
    List<Backend> backends =
        IntStream.rangeClosed(0, SERVERS).mapToObj(ServersPath::backend).toList();
    HaproxyServiceConfig config =
        SynapseConfigFile.haproxySection(new ObjectMapper().readTree("{\"port\": 3213}")).config();
    before = List.of(new ProxiedService("s", config, backends.subList(0, SERVERS)));
    wanted = List.of(new ProxiedService("s", config, backends));
    live = text.render(before, Allocation.none(), NOW);
    target = text.render(wanted, live.allocation(), NOW);
  }

  /** The whole text. */
  @Benchmark
  public Rendered thousandServersAreRendered() {
    return text.render(wanted, live.allocation(), NOW);
  }

  /** What differs between two texts. */
  @Benchmark
  public Difference thousandServersAreCompared() {
    return Differences.between(live, target);
  }

  /** What HAProxy is told before anything is rendered. */
  @Benchmark
  public @Nullable Ahead oneOfThousandIsToldAhead() {
    return Ahead.of(live, before, wanted, top);
  }

  private static Backend backend(int i) {
    String host = "10.0.%d.%d".formatted(i / 250, i % 250);
    return new Backend("backend" + i, host, Port.of(8000), (long) i, null, null, null, true);
  }

  private static HaproxyConfig top() {
    return new HaproxyConfig(
        List.of(),
        List.of("mode http", "timeout connect 5s", "timeout client 1m", "timeout server 1m"),
        new LinkedHashMap<>(Map.of()),
        true,
        Path.of("haproxy.cfg"),
        true,
        List.of(),
        true,
        null,
        false,
        null,
        null,
        "localhost",
        null,
        Duration.ofSeconds(2),
        0,
        null,
        Duration.ofDays(1),
        1L,
        65_535,
        false);
  }
}
