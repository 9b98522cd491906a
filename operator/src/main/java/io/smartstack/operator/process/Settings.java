// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param webhookNames further names and addresses in the webhook's certificate
 * @param failClosed whether a pod that should get sidecars and can't is refused
 * @param sidecarImage with a tag
 * @param zookeeperImage without a tag
 * @param pullPolicy of the sidecar's
 * @param clusterDomain the cluster's DNS suffix
 * @param sidecarResources of the container {@code smartstack} where a SmartService doesn't say;
 *     null for the project's own
 * @param haproxyResources the same of the container {@code haproxy}
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
    List<String> webhookNames,
    boolean failClosed,
    String sidecarImage,
    String zookeeperImage,
    String pullPolicy,
    String clusterDomain,
    @Nullable ResourceRequirements sidecarResources,
    @Nullable ResourceRequirements haproxyResources) {

  Settings {
    namespaces = Set.copyOf(namespaces);
    webhookNames = List.copyOf(webhookNames);
  }

  /** What pods are marked with: the image's tag, or its digest. */
  String sidecarVersion() {
    int path = sidecarImage.lastIndexOf('/');
    int end = sidecarImage.indexOf('@', path + 1);
    int colon = sidecarImage.indexOf(':', path + 1);
    if (end >= 0) {
      return sidecarImage.substring(end + 1);
    }
    return colon < 0 ? "latest" : sidecarImage.substring(colon + 1);
  }
}
