// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is kept on disk of a started process.
 *
 * @param pid its process id
 * @param started its start time as {@link Pid} knows it
 * @param boot the boot of this machine it was started in; counts of start times begin anew with
 *     each
 * @param fingerprint of its {@link Launch}
 */
record ProcessRecord(long pid, String started, String boot, String fingerprint) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  static ProcessRecord of(Pid pid, String fingerprint) {
    return new ProcessRecord(pid.number(), pid.started(), bootNow(), fingerprint);
  }

  /** The process, if it still runs. */
  Optional<Pid> living() {
    return Optional.of(new Pid(pid, started)).filter(p -> boot.equals(bootNow()) && p.lives());
  }

  static Optional<ProcessRecord> read(Path file) {
    try {
      return Optional.of(JSON.readValue(file.toFile(), ProcessRecord.class));
    } catch (IOException missingOrBroken) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    JSON.writeValue(next.toFile(), this);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String bootNow() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException notLinux) {
      return "";
    }
  }
}
