// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.smartstack.sidecar.backend.Backend;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Synapse knows at one moment.
 *
 * @param started see {@link Synapse#started()}
 * @param services in the order of the configuration
 */
public record SynapseStatus(boolean started, List<Service> services) {

  public SynapseStatus {
    services = List.copyOf(services);
  }

  /**
   * One service.
   *
   * @param name the service's name
   * @param discovery how far its discovery is
   * @param staleSince since when the registry no longer confirms what is known, null while it does
   * @param lastError what the last failed read or connection said, null when all is well
   * @param backends what HAProxy is given
   * @param leftOut registrations that can't be used
   * @param generatorConfig what the parent znode says about HAProxy
   */
  public record Service(
      String name,
      DiscoveryState discovery,
      @Nullable Instant staleSince,
      @Nullable String lastError,
      List<KnownBackend> backends,
      List<LeftOut> leftOut,
      GeneratorConfig generatorConfig) {

    public Service {
      backends = List.copyOf(backends);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** How far a service's discovery is. */
  public enum DiscoveryState {
    /** Nothing to discover: {@code method: base}. */
    DEFAULTS_ONLY,
    /** The registry has not answered yet. */
    WAITING,
    /** The registry's watch stands; what is known is what is registered. */
    CURRENT,
    /** The registry answered once but can't be asked now; the last answer is used. */
    STALE
  }

  /** Where a backend comes from. */
  public enum Source {
    /** Registered now, or at the last moment the registry could be asked. */
    DISCOVERED,
    /** Registered when the previous process last looked; read from disk. */
    CACHED,
    /** One of {@code default_servers}. */
    DEFAULT,
    /** No longer registered, kept because all vanished together. */
    PREVIOUS
  }

  /**
   * A backend that HAProxy is given.
   *
   * @param backend the backend
   * @param source where it comes from
   * @param since since when it is used from this source
   * @param staleSince since when the registry no longer confirms it, null while it does
   */
  public record KnownBackend(
      Backend backend, Source source, Instant since, @Nullable Instant staleSince) {

    /** Whether the registry no longer confirms it. */
    public boolean stale() {
      return staleSince != null;
    }
  }

  /**
   * A registration that can't be used.
   *
   * @param znode the child's name
   * @param reason what is wrong with it
   * @param since when this was first seen
   */
  public record LeftOut(String znode, String reason, Instant since) {}

  /**
   * What the parent znode's data does to the service's {@code haproxy} section.
   *
   * @param inForce whether a section from a znode replaces the file's
   * @param problem why the znode's present data is not used, null when there is nothing wrong
   */
  public record GeneratorConfig(boolean inForce, @Nullable String problem) {}
}
