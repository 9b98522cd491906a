// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the images hold, laid out on disk from this checkout: {@code bin}, {@code lib}, a Java. */
record Workshop(Path smartstack, Path zookeeper) {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final List<String> ZOOKEEPER_NEEDS =
      List.of("zookeeper", "audience", "netty", "slf4j", "logback", "snappy", "metrics", "commons");

  static Workshop in(Path directory) throws IOException {
    Path smartstack = directory.resolve("opt/smartstack");
    Path zookeeper = directory.resolve("opt/zookeeper");
    List<Path> jars = sidecar();
    fill(smartstack, ROOT.resolve("images/sidecar"), jars);
    launched(smartstack.resolve("lib"), jars);
    fill(zookeeper, ROOT.resolve("images/zookeeper"), jars());
    copy(ROOT.resolve("images/zookeeper/conf"), zookeeper.resolve("conf"));
    return new Workshop(smartstack, zookeeper);
  }

  private static void fill(Path home, Path image, List<Path> jars) throws IOException {
    copy(image.resolve("bin"), home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    for (Path jar : jars) {
      Path link = home.resolve("lib").resolve(jar.getFileName());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
    Files.createSymbolicLink(home.resolve("runtime"), JAVA);
  }

  /** How the distribution starts its JVM; without a cache, which fits one JVM's files alone. */
  private static void launched(Path lib, List<Path> jars) throws IOException {
    for (String file : List.of("launch", "java-options")) {
      Files.copy(ROOT.resolve("dist").resolve(file), lib.resolve(file));
    }
    Files.write(
        lib.resolve("class-path"), jars.stream().map(jar -> jar.getFileName().toString()).toList());
  }

  private static List<Path> sidecar() throws IOException {
    Path target = ROOT.resolve("sidecar/target");
    List<Path> jars =
        Stream.concat(
                list(target).stream()
                    .filter(file ->
                        file.getFileName().toString().matches("smartstack-sidecar-[^-]*.*\\.jar"))
                    .filter(file -> !file.toString().endsWith("-tests.jar")),
                list(target.resolve("lib")).stream())
            .toList();
    if (jars.size() < 2) {
      throw new IllegalStateException("the sidecar isn't packaged in " + target);
    }
    return jars;
  }

  private static List<Path> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .filter(
            path -> ZOOKEEPER_NEEDS.stream().anyMatch(path.getFileName().toString()::startsWith))
        .distinct()
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : list(from)) {
      Path copy = Files.copy(file, to.resolve(file.getFileName()));
      if (Files.isExecutable(file) && !copy.toFile().setExecutable(true)) {
        throw new IOException(copy + " can't be made executable");
      }
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
