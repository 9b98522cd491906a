// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory where sessions outlive the process: one 0600 file per ensemble, locked by the
 * process that uses it. What goes wrong here is a warning, never a reason not to run.
 */
final class StateDirectory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);

  private final Path directory;
  private final FileChannel lock;
  private final UserPrincipal self;

  private StateDirectory(Path directory, FileChannel lock, UserPrincipal self) {
    this.directory = directory;
    this.lock = lock;
    this.self = self;
  }

  /**
   * Takes the directory for this process, creating it if needed.
   *
   * @return null when it can't be written; sessions then end with the process
   */
  static @Nullable StateDirectory open(Path directory) throws StateDirectoryInUse {
    try {
      Files.createDirectories(directory);
      FileChannel lock =
          FileChannel.open(directory.resolve("zookeeper.lock"), Set.of(CREATE, WRITE), PRIVATE);
      if (!locked(lock)) {
        lock.close();
        throw new StateDirectoryInUse(directory);
      }
      return new StateDirectory(directory, lock, ownerOfNewFiles(directory));
    } catch (IOException | UnsupportedOperationException e) {
      log.atWarn()
          .addKeyValue("directory", directory)
          .log(
              "state directory {} can't be used, sessions will not survive a restart: {}",
              directory,
              e.toString());
      return null;
    }
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      FileLock held = lock.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static UserPrincipal ownerOfNewFiles(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, ".probe", null, PRIVATE);
    try {
      return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** The session a former process left for this ensemble, if it can be trusted. */
  Optional<SavedSession> load(List<String> hosts) {
    Path file = file(hosts);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      demandPrivate(file);
      SavedSession session = SavedSession.read(Files.readAllBytes(file));
      if (!session.hosts().equals(hosts)) {
        throw new IOException("it belongs to " + session.hosts());
      }
      return Optional.of(session);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .log("session file {} is not used: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private void demandPrivate(Path file) throws IOException {
    PosixFileAttributes is =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!is.isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    if (!is.owner().equals(self)) {
      throw new IOException("it belongs to " + is.owner().getName());
    }
    if (!OWNER_ONLY.containsAll(is.permissions())) {
      throw new IOException("others may read or write it");
    }
  }

  /** Writes the session beside the old file and swaps the two, so that no reader sees half. */
  void save(SavedSession session) {
    Path file = file(session.hosts());
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(next);
      try (FileChannel out = FileChannel.open(next, Set.of(CREATE_NEW, WRITE), PRIVATE)) {
        ByteBuffer bytes = ByteBuffer.wrap(session.bytes());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .log(
              "session file {} can't be written, the session will not survive a restart: {}",
              file,
              e.toString());
    }
  }

  /** Forgets the ensemble's session. */
  void delete(List<String> hosts) {
    try {
      Files.deleteIfExists(file(hosts));
    } catch (IOException e) {
      log.atWarn().log("session file {} can't be deleted: {}", file(hosts), e.toString());
    }
  }

  Path file(List<String> hosts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(String.join(",", hosts).getBytes(StandardCharsets.UTF_8));
      String name = HexFormat.of().formatHex(hash, 0, 8);
      return directory.resolve("zookeeper-" + name + ".session");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the next process have the directory. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      log.atWarn().log("state directory {} can't be unlocked: {}", directory, e.toString());
    }
  }
}
