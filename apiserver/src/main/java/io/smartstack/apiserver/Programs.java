// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the Kubernetes programs are: one binary for all of them, or each by its name. */
record Programs(Path directory) {

  private static final String VERSION = "v1.34.4";
  private static final String VARIABLE = "SMARTSTACK_KUBERNETES_BIN";

  static Programs find() {
    String named = System.getenv(VARIABLE);
    return new Programs(
        named != null && !named.isEmpty()
            ? Path.of(named)
            : Path.of(
                System.getProperty("user.home"), ".cache", "smartstack", "kubernetes", VERSION));
  }

  /**
   * @throws IllegalStateException with what to do when the program is missing
   */
  List<String> command(String program, List<String> arguments) {
    var command = new ArrayList<String>();
    Path alone = directory.resolve(program);
    Path all = directory.resolve("kubeall");
    if (Files.isExecutable(alone)) {
      command.add(alone.toString());
    } else if (Files.isExecutable(all) && !program.equals("helm")) {
      command.add(all.toString());
      command.add(program);
    } else {
      throw new IllegalStateException(
          "%s is not in %s: run `make kubernetes`, or set %s to a directory that has it"
              .formatted(program, directory, VARIABLE));
    }
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
