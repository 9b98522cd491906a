// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.util.Set;

/**
 * What the command was asked for.
 *
 * @param namespaces to watch; none means all
 * @param home the operator's own namespace
 * @param identity of this replica, unlike any other's, also after a restart
 * @param election whether a Lease decides who leads
 * @param leaseName the Lease
 * @param terms its times
 * @param bind the address that both ports listen on
 * @param webhookPort HTTPS; 0 for a free one
 * @param healthPort HTTP; 0 for a free one
 * @param webhookService the Service that the API server calls
 * @param webhookConfiguration the MutatingWebhookConfiguration that trusts the certificate
 * @param sidecarImage with a tag
 * @param zookeeperImage without a tag
 * @param pullPolicy of both
 * @param clusterDomain the cluster's DNS suffix
 */
record Settings(
    Set<String> namespaces,
    String home,
    String identity,
    boolean election,
    String leaseName,
    LeaderTerms terms,
    String bind,
    int webhookPort,
    int healthPort,
    String webhookService,
    String webhookConfiguration,
    String sidecarImage,
    String zookeeperImage,
    String pullPolicy,
    String clusterDomain) {

  Settings {
    namespaces = Set.copyOf(namespaces);
  }
}
