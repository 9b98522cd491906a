// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the ZooKeeper image holds, without the image: its scripts beside the jars of this JVM. */
final class ZooKeeperHome {

  private static final Path IMAGE = Path.of("..", "images", "zookeeper");
  private static final List<String> NEEDED =
      List.of(
          "zookeeper", "slf4j", "logback", "netty", "metrics", "snappy", "commons-io", "audience");

  private ZooKeeperHome() {}

  /** Makes it below the folder. */
  static Path in(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("zookeeper"));
    for (String part : List.of("bin", "conf")) {
      Files.createDirectories(home.resolve(part));
      try (Stream<Path> files = Files.list(IMAGE.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, home.resolve(part).resolve(file.getFileName().toString()));
        }
      }
    }
    Path lib = Files.createDirectories(home.resolve("lib"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      String name = jar.getFileName().toString();
      if (name.endsWith(".jar") && NEEDED.stream().anyMatch(name::contains)) {
        Files.createSymbolicLink(lib.resolve(name), jar.toAbsolutePath());
      }
    }
    return home;
  }
}
