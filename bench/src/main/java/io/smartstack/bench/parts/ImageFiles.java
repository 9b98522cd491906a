// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What an image holds, as its own build puts it together. */
public final class ImageFiles {

  private static final Path IMAGES = Checkout.file("images");

  private ImageFiles() {}

  /** {@code /opt/smartstack} of an image; made anew when the program was packaged since. */
  public static Path of(String image, Path log) throws IOException, InterruptedException {
    Path home = IMAGES.resolve(image).resolve("target/opt/smartstack");
    if (!Files.exists(home.resolve("lib/aot-cache"))
        || packaged(image).compareTo(changed(home)) > 0
        || packaged("sidecar").compareTo(changed(home)) > 0
        || newest(IMAGES.resolve(image)).compareTo(changed(home)) > 0
        || newest(IMAGES.resolve(image).resolve("bin")).compareTo(changed(home)) > 0
        || newest(Checkout.file("dist")).compareTo(changed(home)) > 0) {
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

  private static FileTime changed(Path home) throws IOException {
    return Files.getLastModifiedTime(home.resolve("lib/aot-cache"));
  }

  private static FileTime packaged(String program) throws IOException {
    return newest(Checkout.file(program).resolve("target"), "smartstack-" + program + "-*.jar");
  }

  private static FileTime newest(Path directory) throws IOException {
    return newest(directory, "*");
  }

  private static FileTime newest(Path directory, String glob) throws IOException {
    FileTime last = FileTime.fromMillis(0);
    try (var files = Files.newDirectoryStream(directory, glob)) {
      for (Path file : files) {
        FileTime time = Files.getLastModifiedTime(file);
        last = !Files.isDirectory(file) && time.compareTo(last) > 0 ? time : last;
      }
    }
    return last;
  }
}
