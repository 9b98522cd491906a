// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.haproxy.Keeper;
import picocli.CommandLine.Option;

/** How the commands that drive HAProxy come by one. */
final class HaproxyOptions {

  @Option(
      names = "--haproxy",
      paramLabel = "own|beside",
      defaultValue = "own",
      description =
          "Who starts HAProxy and keeps it alive: this process, or something beside it that runs"
              + " 'haproxy -W -S' on haproxy.cfg in the state directory, with haproxy-master.sock"
              + " there. A reload_command in FILE overrides both. Default: own.")
  Keeper keeper = Keeper.OWN;
}
