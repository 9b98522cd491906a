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
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The content of a configuration: its file and those of its {@code service_conf_dir}. */
final class ConfigFiles {

  // Found in the text and not in the parsed file, because a broken file has no parsed form.
  private static final Pattern DIRECTORY =
      Pattern.compile("[\"']?service_conf_dir[\"']?\\s*:\\s*[\"']?([^\"',}\\r\\n]+)");

  private final Path file;

  ConfigFiles(Path file) {
    this.file = file;
  }

  /** A text that is the same exactly while the content is. */
  String fingerprint() {
    MessageDigest digest = sha256();
    byte[] main = add(digest, file);
    Matcher matcher = DIRECTORY.matcher(new String(main, StandardCharsets.UTF_8));
    while (matcher.find()) {
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
