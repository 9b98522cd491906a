// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import java.time.Duration;

/**
 * What the operator is told about every ensemble.
 *
 * @param imageRepository of the ZooKeeper image, without a tag; the tag is ZooKeeper's version
 * @param clusterDomain the domain of the cluster's names, for instance {@code cluster.local}
 * @param addresses where members find each other
 * @param busy how long to wait before looking again while something goes on
 * @param steady how long to wait before looking again while nothing does
 */
public record EnsembleSettings(
    String imageRepository,
    String clusterDomain,
    MemberAddresses addresses,
    Duration busy,
    Duration steady) {

  /** The usual ones: members are found by their pods' names, and looked at every 5 and 30 s. */
  public static EnsembleSettings of(String imageRepository, String clusterDomain) {
    return new EnsembleSettings(
        imageRepository,
        clusterDomain,
        MemberAddresses.ofPods(clusterDomain),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30));
  }
}
