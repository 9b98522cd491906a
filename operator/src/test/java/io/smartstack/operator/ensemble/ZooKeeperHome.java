// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the ZooKeeper image holds, without the image: its scripts beside the jars of this JVM. */
final class ZooKeeperHome {

  private static final Path IMAGE = Path.of("..", "images", "zookeeper");
  private static final Pattern NEEDED =
      Pattern.compile(
          "(zookeeper|slf4j-api|logback|metrics-core|snappy|commons-io|audience|netty-(?!tcnative)).*[.]jar");

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
      if (NEEDED.matcher(name).matches()) {
        Files.copy(jar, lib.resolve(name));
      }
    }
    return home;
  }
}
