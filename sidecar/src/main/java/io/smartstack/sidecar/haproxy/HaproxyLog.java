// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What HAProxy writes to its stderr. It goes to a file, so that HAProxy never waits for a reader;
 * what is new there goes to our log, and the file is emptied when it has grown large.
 */
final class HaproxyLog {

  private static final Logger log = LoggerFactory.getLogger("haproxy");
  private static final long LARGE = 1024 * 1024;
  private static final int LINES_AT_ONCE = 50;

  /** With every reload the old worker says farewell for each of its sections. */
  private static final Pattern OLD_WORKER =
      Pattern.compile(": (Proxy \\S+ stopped|Former worker .* exited with code 0)");

  private final Path path;
  private long position;

  HaproxyLog(Path path) {
    this.path = path;
    this.position = size();
  }

  Path path() {
    return path;
  }

  /** Where the next line will be written. */
  long size() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  /** What was written from a position on, at most the first 64 KiB of it. */
  String since(long from) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
      int count = channel.read(buffer, Math.min(from, channel.size()));
      return new String(buffer.array(), 0, Math.max(count, 0), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Repeats what is new in our own log, then empties the file when it is large. */
  void drain() throws IOException {
    long size = size();
    if (size == position) {
      return;
    }
    if (size < position) {
      position = 0;
    }
    String text = since(position);
    int end = text.lastIndexOf('\n') + 1;
    List<String> lines = text.substring(0, end).lines().toList();
    lines.stream().limit(LINES_AT_ONCE).forEach(HaproxyLog::repeat);
    if (lines.size() > LINES_AT_ONCE) {
      log.info("haproxy: and {} lines more", lines.size() - LINES_AT_ONCE);
    }
    position += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    if (size() > LARGE) {
      Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
      position = 0;
    }
  }

  private static void repeat(String line) {
    Level level =
        line.startsWith("[ALERT]")
            ? Level.WARN
            : line.startsWith("[NOTICE]") || OLD_WORKER.matcher(line).find()
                ? Level.DEBUG
                : Level.INFO;
    log.atLevel(level).log("haproxy: {}", line);
  }
}
