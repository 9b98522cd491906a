// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An HAProxy that something beside us starts and keeps alive, perhaps in another pid namespace. We
 * share its run directory: its file is ours to write, its sockets are ours to talk to; there is no
 * signal and no look at its process.
 */
final class NeighbourHaproxy implements Owner {

  /** How long one attempt waits for it to come; the next follows a second later. */
  private static final Duration COMING = Duration.ofSeconds(2);

  private final Takeover takeover;

  NeighbourHaproxy(Takeover takeover) {
    this.takeover = takeover;
  }

  @Override
  public String name() {
    return "beside";
  }

  /** Never ours to start again. */
  @Override
  public boolean isDead() {
    return false;
  }

  @Override
  public void reload() throws ReloadFailedException, IOException, InterruptedException {
    long written = takeover.output().size();
    awaitMaster();
    takeover.run(written, takeover::isSilent);
  }

  private void awaitMaster() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + COMING.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Processes> now = takeover.processes();
      if (now.isPresent() && now.get().worker().isPresent()) {
        return;
      }
      Thread.sleep(Takeover.POLL_MILLIS);
    }
    throw new IOException(
        "HAProxy, which is started beside us, doesn't answer on " + takeover.master().path());
  }
}
