// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.nerve.check.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Nerve knows at one moment.
 *
 * @param instanceId this machine's name in the registry
 * @param services in the configuration's order
 */
public record NerveStatus(String instanceId, List<Service> services) {

  /**
   * One service.
   *
   * @param name its name in the configuration
   * @param host published address
   * @param port published port, as written
   * @param status what its checks say together
   * @param since when {@code status} last changed
   * @param checks each of them
   * @param registration what is published
   * @param registeredOnce whether it was ever seen registered since Nerve started
   * @param drained whether it is held down, whatever its checks say
   * @param throttled whether a change of status waits for the rate limit
   * @param reportsFail whether reports have failed {@code max_repeated_report_failures} times in a
   *     row
   */
  public record Service(
      String name,
      String host,
      String port,
      Status status,
      Instant since,
      List<Check> checks,
      Reporter.State registration,
      boolean registeredOnce,
      boolean drained,
      boolean throttled,
      boolean reportsFail) {}

  /**
   * One check.
   *
   * @param name its name in the logs
   * @param status what is believed, after rise and fall
   * @param since when {@code status} last changed
   * @param last the last result, null before the first
   * @param at when the last result came, null before the first
   * @param took how long the last run took, null before the first
   */
  public record Check(
      String name,
      Status status,
      Instant since,
      @Nullable CheckResult last,
      @Nullable Instant at,
      @Nullable Duration took) {}

  /** Whether every service was registered at least once; true when there are none. */
  public boolean registeredOnce() {
    return services.stream().allMatch(Service::registeredOnce);
  }
}
