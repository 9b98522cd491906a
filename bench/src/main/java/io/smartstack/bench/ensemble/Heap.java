// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.ensemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a JVM's heap holds that is still needed. */
final class Heap {

  private Heap() {}

  /** Bytes of all live objects, after a full collection. */
  static long live(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor();
    return lines.stream()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("no histogram of process " + pid + ": " + lines));
  }
}
