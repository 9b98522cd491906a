// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An HAProxy that somebody else runs; a shell command reloads it. */
final class OthersHaproxy implements Owner {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Shell shell;
  private final @Nullable String reloadCommand;

  OthersHaproxy(Shell shell, @Nullable String reloadCommand) {
    this.shell = shell;
    this.reloadCommand = reloadCommand;
  }

  @Override
  public String name() {
    return "external";
  }

  @Override
  public void reload() throws ReloadFailedException, IOException, InterruptedException {
    if (reloadCommand == null) {
      throw new ReloadFailedException("no reload_command: somebody else must reload HAProxy");
    }
    Shell.Result result = shell.run(reloadCommand, TIMEOUT);
    if (result.status() != 0) {
      throw new ReloadFailedException(
          "reload_command ended with status %d: %s".formatted(result.status(), result.output()));
    }
  }

  @Override
  public boolean isDead() {
    return false;
  }
}
