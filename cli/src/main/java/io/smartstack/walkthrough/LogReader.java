// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a process has said from a moment on. */
final class LogReader {

  private final Path file;
  private final long from;

  /** From now on. */
  LogReader(Path file) {
    this.file = file;
    long size;
    try {
      size = Files.size(file);
    } catch (IOException notYet) {
      size = 0;
    }
    this.from = size;
  }

  /** The whole lines since. */
  List<String> lines() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, log.length() - from))];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException notYet) {
      return List.of();
    }
  }

  /** The first line since that holds this regular expression. */
  Optional<String> find(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return lines().stream().filter(line -> pattern.matcher(line).find()).findFirst();
  }
}
