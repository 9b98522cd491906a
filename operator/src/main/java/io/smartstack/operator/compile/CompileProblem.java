// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

/**
 * Something that a pod's files cannot honour.
 *
 * @param service the pod's own SmartService that asks for it
 * @param kind what sort of thing it is
 * @param message what is wrong and what to do, one sentence or two
 */
public record CompileProblem(ServiceName service, Kind kind, String message) {

  /** What sort of thing cannot be honoured. */
  public enum Kind {
    /** A service of {@code uses} does not exist. */
    USED_SERVICE_MISSING,
    /** A service of {@code uses} exists, but says nowhere how callers find it. */
    USED_SERVICE_NOT_FOUND_ANYWHERE,
    /** A port is somebody else's already; the later use is left out. */
    PORT_CLASH,
    /** The sidecar would refuse it. */
    REFUSED,
    /** Services of one pod want different addresses registered; the first one's counts. */
    ADVERTISE_CONFLICT,
    /** Services of one pod use the same service in different ways; the first one's counts. */
    USE_CONFLICT
  }
}
