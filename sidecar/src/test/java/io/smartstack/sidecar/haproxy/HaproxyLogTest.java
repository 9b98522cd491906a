// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaproxyLogTest {

  @TempDir Path directory;

  @Test
  void theFarewellOfAnOldWorkerDoesNotFillTheLogAndTroubleIsRepeated() throws IOException {
    Path file = directory.resolve("haproxy.log");
    HaproxyLog output = new HaproxyLog(file);
    String trouble = "[WARNING]  (2) : Server a/x is DOWN, reason: Layer4 connection problem";
    String death = "[WARNING]  (1) : Former worker (3) exited with code 139 (Segmentation fault)";
    Files.writeString(
        file,
        String.join(
            "\n",
            "[WARNING]  (2) : Proxy a stopped (cumulated conns: FE: 0, BE: 0).",
            "[WARNING]  (2) : Proxy <HTTPCLIENT> stopped (cumulated conns: FE: 0, BE: 0).",
            "[WARNING]  (1) : Former worker (2) exited with code 0 (Exit)",
            trouble,
            death,
            ""));

    try (Logged logged = new Logged("haproxy")) {
      output.drain();
      assertThat(logged.lines()).containsExactly("haproxy: " + trouble, "haproxy: " + death);
    }
  }
}
