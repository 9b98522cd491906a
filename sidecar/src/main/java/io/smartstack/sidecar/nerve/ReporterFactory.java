// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.NerveServiceConfig;

/** Makes the reporter of a service that is published somewhere. */
@FunctionalInterface
public interface ReporterFactory {

  /**
   * A reporter that has not been told anything yet and publishes nothing. Returns at once.
   *
   * @param instanceId the instance's name
   * @param service what to publish; its {@code reporter} says where
   */
  Reporter create(String instanceId, NerveServiceConfig service);

  /** Says that a reporter of every service configured at the start has been made. */
  default void firstAllMade() {}
}
