// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.config.HaproxyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that follows from the top-level section: who owns HAProxy, where its file and sockets
 * are, who checks a candidate.
 *
 * @param config the section
 * @param owner who runs HAProxy
 * @param file the configuration file, null when none is written
 * @param candidate where a configuration is written to be checked
 * @param check who is asked about it
 * @param fleet the runtime sockets, none when they are not to be used
 * @param text renders configurations
 * @param log what HAProxy writes in the run directory, null when it is somebody else's
 */
record Setup(
    HaproxyConfig config,
    Owner owner,
    @Nullable ConfigurationFile file,
    ConfigurationFile candidate,
    Check check,
    Fleet fleet,
    HaproxyText text,
    @Nullable HaproxyLog log) {

  /** Longest wait for one answer of a runtime socket. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private static final Duration HARD_STOP_AFTER = Duration.ofMinutes(5);

  /** What every setup in one place shares. */
  record Place(
      Path directory,
      Keeper keeper,
      Supplier<Optional<Path>> binary,
      InstantSource clock,
      MeterRegistry metrics) {

    Path socket() {
      return directory.resolve("haproxy.sock").toAbsolutePath();
    }

    Path file() {
      return directory.resolve("haproxy.cfg").toAbsolutePath();
    }
  }

  static Setup of(HaproxyConfig config, Place place) throws InterruptedException {
    boolean ours = config.doReloads() && config.reloadCommand() == null;
    Shell shell = new Shell(place.directory());
    Optional<Path> binary = place.binary().get();
    Path written = file(config, ours, place);
    Path base = written == null ? place.file() : written;
    Path given = config.candidateConfigFilePath();
    Path candidate = given == null ? base.resolveSibling(base.getFileName() + ".tmp") : given;
    String command = config.doChecks() ? config.checkCommand() : null;
    boolean theirsAlone = !ours && command != null;
    HaproxyLog log = ours ? new HaproxyLog(place.directory().resolve("haproxy.log")) : null;
    return new Setup(
        config,
        log == null
            ? new OthersHaproxy(shell, config.doReloads() ? config.reloadCommand() : null)
            : ours(base, place, log),
        written == null ? null : new ConfigurationFile(written),
        new ConfigurationFile(candidate),
        new Check(shell, theirsAlone ? Optional::empty : place.binary(), command),
        fleet(config, ours, place),
        new HaproxyText(
            config,
            new Additions(
                ours ? place.socket() : null, HARD_STOP_AFTER, Binary.version(binary, shell))),
        log);
  }

  private static @Nullable Path file(HaproxyConfig config, boolean ours, Place place) {
    Path configured = config.configFilePath();
    // One that is started beside us reads no other file, whatever the section says.
    boolean elsewhere = !ours || place.keeper() == Keeper.OWN;
    if (elsewhere && config.doWrites() && configured != null) {
      return configured.toAbsolutePath();
    }
    return ours ? place.file() : null;
  }

  private static Owner ours(Path file, Place place, HaproxyLog log) {
    Path master = place.directory().resolve("haproxy-master.sock").toAbsolutePath();
    Takeover takeover =
        new Takeover(
            new RuntimeSocket(master, ANSWER), new RuntimeSocket(place.socket(), ANSWER), log);
    return switch (place.keeper()) {
      case OWN -> new OwnHaproxy(place.binary(), file, takeover);
      case BESIDE -> new NeighbourHaproxy(takeover);
    };
  }

  private static Fleet fleet(HaproxyConfig config, boolean ours, Place place) {
    List<Path> paths = ours ? List.of(place.socket()) : config.socketFilePaths();
    return new Fleet(
        (ours || config.doSocket() ? paths : List.<Path>of())
            .stream()
                .map(path -> new RuntimeSocket(path, ANSWER))
                .map(socket -> new RunningServers(socket, place.metrics()))
                .toList());
  }

  /** Whether nobody but us says what HAProxy serves, whoever keeps it alive. */
  boolean isOurs() {
    return switch (owner) {
      case OwnHaproxy own -> true;
      case NeighbourHaproxy neighbour -> true;
      case OthersHaproxy others -> false;
    };
  }

  /** Whether server changes go through the runtime socket. */
  boolean usesSocket() {
    return config.doSocket() && !fleet.isEmpty();
  }

  /** Whether both speak of the same process and the same file. */
  boolean isSameHaproxy(Setup other) {
    return isOurs() == other.isOurs()
        && Objects.equals(file, other.file)
        && config.socketFilePaths().equals(other.config().socketFilePaths());
  }
}
