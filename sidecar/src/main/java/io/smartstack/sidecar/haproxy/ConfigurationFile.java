// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A file that readers always see whole: the text before, or the text after. */
record ConfigurationFile(Path path) {

  /** The text, null when there is no file. */
  @Nullable String read() throws IOException {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  void replace(String text) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path next = path.resolveSibling("." + path.getFileName() + ".next");
    Files.write(next, text.getBytes(StandardCharsets.UTF_8));
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
