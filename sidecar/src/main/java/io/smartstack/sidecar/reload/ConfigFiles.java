// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The content of a configuration: its file and those of its {@code service_conf_dir}. */
final class ConfigFiles {

  // Found in the text and not in the parsed file, because a broken file has no parsed form.
  private static final Pattern DIRECTORY =
      Pattern.compile("[\"']?service_conf_dir[\"']?\\s*:\\s*[\"']?([^\"',}\\r\\n]+)");

  /** Longer than any file system's clock takes from one tick to the next. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Path file;
  private boolean alone = true;
  private String stamp = "";
  private long since;
  private boolean settled;
  private String content = "";

  ConfigFiles(Path file) {
    this.file = file;
  }

  /** As {@link #fingerprint}, without reading a file that nobody has touched for a while. */
  synchronized String glance() {
    String now = stamp(file);
    long at = System.nanoTime();
    if (!now.equals(stamp)) {
      stamp = now;
      since = at;
      settled = false;
    }
    if (!settled) {
      content = fingerprint();
      settled = alone && !now.isEmpty() && at - since >= SETTLED.toNanos();
    }
    return content;
  }

  /** A text that is the same exactly while the content is. */
  synchronized String fingerprint() {
    alone = true;
    return digest();
  }

  /** What the kernel says of a file, which no program can set back; empty when it can't say. */
  private static String stamp(Path path) {
    try {
      return new TreeMap<>(Files.readAttributes(path, "unix:ctime,dev,ino,size")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private String digest() {
    MessageDigest digest = sha256();
    byte[] main = add(digest, file);
    Matcher matcher = DIRECTORY.matcher(new String(main, StandardCharsets.UTF_8));
    while (matcher.find()) {
      // Files may come and go there: always read.
      alone = false;
      for (Path part : parts(matcher.group(1).strip())) {
        add(digest, part);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] add(MessageDigest digest, Path path) {
    byte[] content = read(path);
    digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(content);
    return content;
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return "missing".getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "unreadable".getBytes(StandardCharsets.UTF_8);
    }
  }

  private static List<Path> parts(String directory) {
    try (Stream<Path> found = Files.list(Path.of(directory))) {
      return found.filter(ConfigFiles::isPart).sorted().toList();
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      return List.of();
    }
  }

  private static boolean isPart(Path path) {
    return path.toString().endsWith(".json") || path.toString().endsWith(".yaml");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
