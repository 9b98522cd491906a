// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What an image holds, as its own build puts it together. */
final class ImageFiles {

  private static final Path IMAGES = Path.of("images").toAbsolutePath();

  private ImageFiles() {}

  /** {@code /opt/smartstack} of an image; made anew when the program was packaged since. */
  static Path of(String image, Path log) throws IOException, InterruptedException {
    Path home = IMAGES.resolve(image).resolve("target/opt/smartstack");
    Path made = home.resolve("LICENSE");
    if (!Files.exists(made) || !home(home) || packaged(image).compareTo(changed(home)) > 0) {
      Process prepare =
          new ProcessBuilder(IMAGES.resolve(image).resolve("prepare").toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (prepare.waitFor() != 0) {
        throw new IOException("images/" + image + "/prepare failed; see " + log);
      }
    }
    return home;
  }

  private static boolean home(Path home) {
    return Files.exists(home.resolve("lib/aot-cache"));
  }

  private static FileTime changed(Path home) throws IOException {
    return Files.getLastModifiedTime(home.resolve("lib/aot-cache"));
  }

  private static FileTime packaged(String program) throws IOException {
    try (var jars =
        Files.newDirectoryStream(
            IMAGES.resolveSibling(program).resolve("target"), "smartstack-" + program + "-*.jar")) {
      FileTime last = FileTime.fromMillis(0);
      for (Path jar : jars) {
        FileTime time = Files.getLastModifiedTime(jar);
        last = time.compareTo(last) > 0 ? time : last;
      }
      return last;
    }
  }
}
