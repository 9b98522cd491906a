// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One ZooKeeper server as a process, started by the very script of its pod. */
final class LocalMember {

  private static final String HEAP = "-Xmx64m -XX:TieredStopAtLevel=1";

  private final Process process;

  private LocalMember(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param home a {@link ZooKeeperHome}
   * @param files what the ConfigMap holds
   * @param disk its volume
   */
  static LocalMember start(
      Path home, Map<String, String> files, Path disk, String pod, String digest, Path log) {
    try {
      Path mounted = Files.createTempDirectory(home, "files-" + pod);
      for (var file : files.entrySet()) {
        Files.writeString(mounted.resolve(file.getKey()), file.getValue());
      }
      Files.createDirectories(disk);
      var builder =
          new ProcessBuilder("bash", mounted.resolve("start.sh").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      var environment = builder.environment();
      environment.put("POD_NAME", pod);
      environment.put("ZOO_SUPER_DIGEST", digest);
      environment.put("SERVER_JVMFLAGS", HEAP);
      environment.put("SMARTSTACK_FILES", mounted.toString());
      environment.put("SMARTSTACK_DATA", disk.toString());
      environment.put("SMARTSTACK_PATIENCE", "6");
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
      return new LocalMember(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean runs() {
    return process.isAlive();
  }

  /** Ends it as Kubernetes does, and by force when it doesn't end. */
  void stop() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
