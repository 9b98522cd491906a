// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the SmartServices of a pod became.
 *
 * @param files the pod's two files; null only when nothing valid can be made
 * @param problems what the files do not honour, in the order of the services
 * @param calls the services that the pod's HAProxy serves, in the order of the file
 */
public record Compilation(
    @Nullable Files files, List<CompileProblem> problems, List<ServiceName> calls) {

  /** Copies, so that it never changes. */
  public Compilation {
    problems = List.copyOf(problems);
    calls = List.copyOf(calls);
  }
}
