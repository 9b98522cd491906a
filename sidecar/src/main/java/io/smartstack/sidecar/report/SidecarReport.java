// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one sidecar says of itself. Its JSON has the fields in this order.
 *
 * @param config hash of the files that are in force; a file that is refused changes nothing
 * @param version the sidecar's version
 * @param calls names of the services it looks for in ZooKeeper, sorted
 * @param stale those of them whose backends are kept although ZooKeeper doesn't confirm them,
 *     sorted
 * @param draining whether its services are held out of the registry
 * @param refused why the files on disk are not in force, null (and left out) when they are
 */
public record SidecarReport(
    String config,
    String version,
    List<String> calls,
    List<String> stale,
    boolean draining,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refused) {

  /** A report is small: what is longer than this is cut. */
  static final int LONGEST_REASON = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  public SidecarReport {
    calls = calls.stream().sorted().toList();
    stale = stale.stream().sorted().toList();
    if (refused != null && refused.length() > LONGEST_REASON) {
      refused = refused.substring(0, LONGEST_REASON) + "…";
    }
  }

  /** The znode's data. */
  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of texts alone", e);
    }
  }
}
