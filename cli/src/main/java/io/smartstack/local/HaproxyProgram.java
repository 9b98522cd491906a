// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The HAProxy program: found, installed where that may be done, or named. */
public final class HaproxyProgram {

  private static final String INSTALL = "apt-get install -y -qq --no-install-recommends haproxy";
  private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

  private HaproxyProgram() {}

  /** Where it is, if it is. */
  public static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Finds it, or installs Debian's package when this is root.
   *
   * @throws LocalException when it is missing and stays so; the message names the command that
   *     helps
   */
  public static Path require() {
    return find()
        .or(() -> {
          install();
          return find();
        })
        .orElseThrow(() ->
            new LocalException("HAProxy is missing. Install it: sudo apt-get install haproxy"));
  }

  private static void install() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      return;
    }
    System.out.println("HAProxy is missing; installing it: " + INSTALL);
    try {
      // The package would start a proxy of its own where there is an init system.
      boolean policy = !Files.exists(POLICY);
      if (policy) {
        Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
        POLICY.toFile().setExecutable(true);
      }
      try {
        run("apt-get update -qq && " + INSTALL);
      } finally {
        if (policy) {
          Files.deleteIfExists(POLICY);
        }
      }
    } catch (IOException failure) {
      throw new LocalException("HAProxy could not be installed: " + failure.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(String command) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", command)).inheritIO();
    shell.environment().put("DEBIAN_FRONTEND", "noninteractive");
    shell.start().waitFor();
  }
}
