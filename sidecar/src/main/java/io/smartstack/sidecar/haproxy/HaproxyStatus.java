// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How HAProxy stands.
 *
 * @param owner {@code own} when Synapse runs HAProxy, {@code beside} when it is kept alive beside
 *     Synapse, {@code external} when somebody else's {@code reload_command} does all
 * @param running whether HAProxy answered when it was asked last
 * @param pid the pid of the worker that takes connections, 0 when none answered
 * @param version HAProxy's version, empty when it is not known
 * @param configured whether a configuration of ours has been live since this program started
 * @param reloads how many reloads succeeded since this program started, HAProxy's start included
 * @param lastReload the last one that was tried, null when none was
 * @param refused the configuration that HAProxy does not take, null when it takes what is wanted
 * @param problem what keeps us from changing HAProxy now, null when nothing does
 * @param leftOut what is left out so that all others go on
 * @param warnings what was left out or completed before HAProxy was asked
 * @param leaving how many servers are in maintenance until their last connection ends
 */
public record HaproxyStatus(
    String owner,
    boolean running,
    long pid,
    String version,
    boolean configured,
    long reloads,
    @Nullable Reload lastReload,
    @Nullable Refusal refused,
    @Nullable String problem,
    List<LeftOut> leftOut,
    List<String> warnings,
    int leaving) {

  public HaproxyStatus {
    leftOut = List.copyOf(leftOut);
    warnings = List.copyOf(warnings);
  }

  /**
   * A reload.
   *
   * @param at when it ended
   * @param succeeded whether HAProxy serves the new configuration
   * @param reason what made it necessary
   * @param words HAProxy's when it failed, else empty
   */
  public record Reload(Instant at, boolean succeeded, String reason, String words) {}

  /**
   * A configuration that HAProxy refuses, whole; the last good one stays.
   *
   * @param since since when
   * @param words HAProxy's own
   */
  public record Refusal(Instant since, String words) {}

  /**
   * A server or a service's section that HAProxy refuses.
   *
   * @param service the service's name
   * @param server the server's name in HAProxy, empty when it is the whole section: then the last
   *     good one stays, where there was one
   * @param reason HAProxy's words
   * @param since since when
   */
  public record LeftOut(String service, String server, String reason, Instant since) {}
}
