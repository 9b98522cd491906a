// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import io.smartstack.crd.v1.EnsembleReference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a pod and a machine of local mode.
 *
 * @param ensembleHosts {@code host:port} of an ensemble's servers, for a reference and the
 *     namespace that it stands in
 * @param runDirectory where HAProxy's configuration and sockets are
 * @param ownAddress where a process asks its neighbours of the same pod
 * @param statsAddress where HAProxy's statistics are shown
 * @param onlyAddress the one address that everything has to bind, null where {@code localhost} is
 *     the pod's own
 */
public record Surroundings(
    BiFunction<EnsembleReference, String, List<String>> ensembleHosts,
    String runDirectory,
    String ownAddress,
    String statsAddress,
    @Nullable String onlyAddress) {

  /** Where the sidecar's containers share files. */
  public static final String RUN_DIRECTORY = "/run/smartstack";

  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> ANYWHERE = Set.of("*", "0.0.0.0", "::", "[::]", "");
  private static final Set<String> LOOPBACKS = Set.of("localhost", LOOPBACK, "::1", "[::1]");

  /**
   * A pod.
   *
   * @param clusterDomain domain of the cluster's Services, such as {@code cluster.local}
   */
  public static Surroundings inCluster(String clusterDomain) {
    return new Surroundings(
        (reference, namespace) -> hosts(reference, namespace, clusterDomain),
        RUN_DIRECTORY,
        LOOPBACK,
        LOOPBACK,
        null);
  }

  /**
   * A machine of local mode, which shares localhost with all others.
   *
   * @param ensembleHosts {@code host:port} of an ensemble's servers
   * @param runDirectory the machine's directory
   * @param address the machine's address
   */
  public static Surroundings onMachine(
      BiFunction<EnsembleReference, String, List<String>> ensembleHosts,
      String runDirectory,
      String address) {
    return new Surroundings(ensembleHosts, runDirectory, address, address, address);
  }

  /** What is bound when an address is asked for; null when none was and none is needed. */
  @Nullable String bind(@Nullable String asked) {
    if (onlyAddress == null) {
      return asked;
    }
    return asked == null || isAnywhere(asked) || LOOPBACKS.contains(asked) ? onlyAddress : asked;
  }

  /**
   * What is written as the address of ports that name none. In a pod HAProxy may understand {@code
   * localhost} as ::1 alone, and some callers know only IPv4: so it is said by number.
   */
  String bindByDefault(@Nullable String asked) {
    return Objects.requireNonNullElse(bind(asked), LOOPBACK);
  }

  /** Whether an application that listens on every address of the pod is in the way. */
  boolean sharedWithApplication(@Nullable String asked) {
    return asked == null || isAnywhere(asked) || Objects.equals(bind(asked), onlyAddress);
  }

  static boolean isAnywhere(String address) {
    return ANYWHERE.contains(address);
  }

  private static List<String> hosts(
      EnsembleReference reference, String namespace, String clusterDomain) {
    if (reference.hosts() != null) {
      return reference.hosts();
    }
    String where = Objects.requireNonNullElse(reference.namespace(), namespace);
    return List.of("%s-client.%s.svc.%s:2181".formatted(reference.name(), where, clusterDomain));
  }
}
