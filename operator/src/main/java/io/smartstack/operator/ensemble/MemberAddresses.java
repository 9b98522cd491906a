// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

/** Where members find each other: names that outlive pods. */
public interface MemberAddresses {

  /**
   * The address that a member has in the eyes of the others.
   *
   * @param ensemble the ensemble's name
   * @param id the member's number, from 1 on; its pod is {@code <ensemble>-<id - 1>}
   * @return a name or an IPv4 address
   */
  String quorum(String namespace, String ensemble, int id);

  /** The local address on which a member listens for clients; parameters as above. */
  String client(String namespace, String ensemble, int id);

  /** The names that Kubernetes gives to the pods of a headless Service. */
  static MemberAddresses ofPods(String clusterDomain) {
    return new MemberAddresses() {
      @Override
      public String quorum(String namespace, String ensemble, int id) {
        return "%s.%s.%s.svc.%s"
            .formatted(
                Names.pod(ensemble, id), Names.membersService(ensemble), namespace, clusterDomain);
      }

      @Override
      public String client(String namespace, String ensemble, int id) {
        return "0.0.0.0";
      }
    };
  }
}
