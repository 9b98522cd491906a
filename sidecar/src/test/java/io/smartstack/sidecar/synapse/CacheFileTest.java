// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.Services.discovered;
import static io.smartstack.sidecar.synapse.Services.json;
import static io.smartstack.sidecar.synapse.Services.labelled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path directory;

  @Test
  void whatWasWrittenIsReadAgainAndIsStaleSinceThen() {
    CachedService fresh =
        new CachedService(
            "/p", null, List.of(labelled("a", 1, "{\"az\":1}")), json("{\"port\":1}"));
    CachedService stale =
        new CachedService("/q", NOW.minusSeconds(9), List.of(discovered("b", 2)), null);
    new CacheFile(directory.resolve("new")).write(Map.of("a", fresh, "b", stale), NOW);

    assertThat(new CacheFile(directory.resolve("new")).read(NOW.plusSeconds(60)))
        .isEqualTo(Map.of("a", fresh.stale(NOW), "b", stale));
  }

  @Test
  void anOldFileIsNotUsed() {
    CacheFile file = new CacheFile(directory);
    file.write(Map.of("a", new CachedService("/p", null, List.of(discovered("a", 1)), null)), NOW);

    assertThat(file.read(NOW.plus(CacheFile.MAX_AGE))).isNotEmpty();
    assertThat(file.read(NOW.plus(CacheFile.MAX_AGE).plusSeconds(1))).isEmpty();
  }

  @Test
  void aBrokenFileCountsAsNoneAndIsReplaced() throws IOException {
    CacheFile file = new CacheFile(directory);
    Files.writeString(directory.resolve("synapse-backends.json"), "{\"saved_at\":\"2026-1");

    assertThat(file.read(NOW)).isEmpty();
    file.write(Map.of("a", new CachedService("/p", null, List.of(), null)), NOW);
    assertThat(file.read(NOW)).containsKey("a");
  }

  @Test
  void aMissingFileIsNothingSpecial() {
    assertThat(new CacheFile(directory.resolve("nowhere")).read(NOW)).isEmpty();
  }
}
