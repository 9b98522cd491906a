// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HAProxy that we run: a master with its workers, in a session of its own, so that nothing that
 * ends us ends it. It is found again by its sockets in the run directory.
 */
final class OwnHaproxy implements Owner {

  private static final Logger log = LoggerFactory.getLogger(OwnHaproxy.class);

  private static final String MODE = ",mode,600";

  /** Linux takes 107 bytes for a unix domain socket; HAProxy keeps ten for a suffix. */
  private static final int LONGEST_PATH = 97;

  private final Supplier<Optional<Path>> binary;
  private final Path file;
  private final RuntimeSocket master;
  private final RuntimeSocket worker;
  private final HaproxyLog output;
  private final Takeover takeover;
  private boolean startedBefore;

  OwnHaproxy(Supplier<Optional<Path>> binary, Path file, Takeover takeover) {
    this.binary = binary;
    this.file = file;
    this.takeover = takeover;
    this.master = takeover.master();
    this.worker = takeover.worker();
    this.output = takeover.output();
  }

  @Override
  public String name() {
    return "own";
  }

  // Without the file of its socket a worker serves on but can't be told anything ever again.
  @Override
  public boolean isDead() {
    return !worker.listens() && (!master.listens() || Files.notExists(worker.path()));
  }

  @Override
  public void reload() throws ReloadFailedException, IOException, InterruptedException {
    long written = output.size();
    if (isDead() || Files.notExists(master.path()) || !servesOurFile()) {
      start(written);
    } else {
      takeover.run(written, this::isDead);
    }
  }

  private boolean servesOurFile() {
    List<ProcessHandle> masters = masters();
    return masters.isEmpty() || masters.stream().anyMatch(this::readsOurFile);
  }

  private void start(long written) throws ReloadFailedException, IOException, InterruptedException {
    int bytes = master.path().toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PATH) {
      throw new ReloadFailedException(
          "the run directory's path is too long: %s has %d bytes, HAProxy takes at most %d"
              .formatted(master.path(), bytes, LONGEST_PATH));
    }
    List<String> command = command();
    Process started =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.path().toFile()))
            .start();
    awaitWorker(started, written);
    startedBefore = true;
    log.atInfo().addKeyValue("pid", started.pid()).log("haproxy: started, pid {}", started.pid());
  }

  private List<String> command() throws ReloadFailedException {
    Path haproxy =
        binary
            .get()
            .orElseThrow(() ->
                new ReloadFailedException(
                    "haproxy is not installed here: apt-get install haproxy"));
    Path setsid =
        Binary.find("setsid", System.getenv())
            .orElseThrow(() ->
                new ReloadFailedException(
                    "setsid is not installed here: apt-get install util-linux"));
    List<String> command =
        new ArrayList<>(
            List.of(
                setsid.toString(),
                haproxy.toString(),
                "-W",
                "-db",
                "-S",
                master.path() + MODE,
                "-f",
                file.toString()));
    // Two HAProxies can hold one port (SO_REUSEPORT): one that lost its sockets must go.
    List<ProcessHandle> orphans = new ArrayList<>(masters());
    if (!startedBefore) {
      orphans.addAll(elsewhere());
    }
    if (!orphans.isEmpty()) {
      List<Long> pids = orphans.stream().map(ProcessHandle::pid).toList();
      log.warn("haproxy: {} can't be reached from here and is replaced", pids);
      command.add("-sf");
      orphans.forEach(orphan -> command.add(Long.toString(orphan.pid())));
    }
    return command;
  }

  private void awaitWorker(Process started, long written)
      throws ReloadFailedException, InterruptedException {
    long deadline = System.nanoTime() + Takeover.LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (!started.isAlive()) {
        throw new ReloadFailedException(takeover.words(written, "HAProxy ended at once"));
      }
      Optional<Processes> processes = takeover.processes();
      if (processes.isPresent()
          && processes.get().master() == started.pid()
          && processes.get().worker().isPresent()
          && takeover.serves(processes.get().worker().getAsLong())) {
        return;
      }
      Thread.sleep(Takeover.POLL_MILLIS);
    }
    throw new ReloadFailedException(
        takeover.words(written, "HAProxy doesn't answer " + Takeover.LIMIT));
  }

  /** The masters that hold our master socket, whether it still works or not. */
  private List<ProcessHandle> masters() {
    return masters(master.path() + MODE);
  }

  /**
   * The masters that somebody like us started for our file from another run directory, such as the
   * {@code synapse} command that this {@code sidecar} follows. Only the first start replaces them,
   * or two of us would do so for ever.
   */
  private List<ProcessHandle> elsewhere() {
    String name = "/" + master.path().getFileName() + MODE;
    return ProcessHandle.allProcesses()
        .filter(this::readsOurFile)
        .flatMap(process -> arguments(process).stream().filter(word -> word.endsWith(name)))
        .distinct()
        .filter(mark -> !mark.equals(master.path() + MODE))
        .flatMap(mark -> masters(mark).stream())
        .toList();
  }

  private static List<ProcessHandle> masters(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process).contains(mark))
        .filter(process ->
            process.parent().map(parent -> !arguments(parent).contains(mark)).orElse(true))
        .toList();
  }

  private boolean readsOurFile(ProcessHandle process) {
    List<String> arguments = arguments(process);
    int flag = arguments.indexOf("-f");
    return flag >= 0
        && flag + 1 < arguments.size()
        && arguments.get(flag + 1).equals(file.toString());
  }

  private static List<String> arguments(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return List.of(line.split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}
