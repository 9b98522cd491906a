// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A configuration file's text. */
final class SourceText {

  static final int MAX_BYTES = 64 * 1024 * 1024;

  private SourceText() {}

  /** Reads the file, or adds to the problems at {@code path} why not and returns null. */
  static @Nullable String read(Path file, String path, Findings findings) {
    String problem;
    try {
      if (Files.isDirectory(file)) {
        problem = file + " is a directory; name the file in it";
      } else if (Files.size(file) > MAX_BYTES) {
        problem = file + " is larger than 64 MiB; is it the right file?";
      } else {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
      }
    } catch (NoSuchFileException e) {
      problem = file + " does not exist; create it or name another";
    } catch (AccessDeniedException e) {
      problem = file + " may not be read by this user; change its mode or owner";
    } catch (CharacterCodingException e) {
      problem = file + " is not UTF-8 text; save it as UTF-8";
    } catch (IOException e) {
      problem = file + " cannot be read: " + e.getMessage();
    }
    findings.problem(path, problem);
    return null;
  }
}
