// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All results so far, in a directory: one JSON file, the page made of it, and a table for README.
 */
public final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;
  private final List<Result> results = new ArrayList<>();

  /** A report that will be written to a directory. */
  public Report(Path directory) {
    this.directory = directory;
  }

  /**
   * Takes a result in and writes everything anew, so that a run that is broken off leaves what it
   * had.
   *
   * @throws IOException when the directory can't be written
   */
  public void add(Result result) throws IOException {
    results.add(result);
    Files.createDirectories(directory);
    JSON.writeValue(directory.resolve("report.json").toFile(), results);
    Files.writeString(directory.resolve("index.html"), Page.html(results));
    Files.writeString(directory.resolve("report.md"), Page.markdown(results));
  }
}
