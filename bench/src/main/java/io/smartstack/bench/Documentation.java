// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code docs/performance}: the last results of every scenario, as JSON and as a page. */
final class Documentation {

  private final Path directory;

  Documentation(Path directory) {
    this.directory = directory;
  }

  /** Takes over new results; those of scenarios that did not run stay. */
  void take(List<Result> results) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("results.json");
    Map<String, ObjectNode> all = ResultJson.read(file);
    results.forEach(result -> all.put(result.scenario(), ResultJson.of(result)));
    Files.writeString(file, ResultJson.text(all.values()));
    Files.writeString(directory.resolve("index.html"), Page.html(all.values()));
    System.out.println("The page: docs/performance/index.html");
  }
}
