// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The script of the image's first container, run with a directory of this machine. */
public final class HaproxyContainer implements AutoCloseable {

  private static final Path SCRIPT =
      Path.of("..", "images", "sidecar", "bin", "haproxy-container").toAbsolutePath().normalize();

  private final Path directory;
  private final Process process;

  /** Starts it. */
  public HaproxyContainer(Path directory) throws IOException {
    this.directory = directory;
    ProcessBuilder script =
        new ProcessBuilder("sh", SCRIPT.toString(), directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output(directory).toFile()));
    script.environment().put("SMARTSTACK_HAPROXY_GRACE", "3");
    this.process = script.start();
  }

  /** What the container's own log would show. */
  public String output() throws IOException {
    return Files.readString(output(directory));
  }

  private static Path output(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".container.log");
  }

  /** The master that the script keeps alive. */
  public ProcessHandle master() throws IOException {
    return masters().getFirst();
  }

  /** None while HAProxy is away. */
  public List<ProcessHandle> masters() {
    return process.children().filter(HaproxyContainer::isHaproxy).toList();
  }

  private static boolean isHaproxy(ProcessHandle child) {
    return child.info().command().orElse("").endsWith("/haproxy");
  }

  /** As the kubelet asks a container to end; returns its exit status. */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the container does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
