// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.util.List;
import java.util.Map;

/**
 * What a Deployment runs.
 *
 * @param command the container's command and arguments; {@code $(NAME)} is filled in
 * @param environment the container's variables, by name; values may be {@link Field} paths
 * @param port where it listens once it is up
 */
record Application(List<String> command, Map<String, Value> environment, int port) {

  /** What a variable is set to. */
  sealed interface Value {}

  /** A text, in which {@code $(NAME)} is filled in. */
  record Text(String text) implements Value {}

  /** Something of the pod, for instance {@code status.podIP}. */
  record Field(String path) implements Value {}
}
