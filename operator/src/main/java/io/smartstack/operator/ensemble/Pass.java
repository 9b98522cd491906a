// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.crd.v1.ReclaimPolicy;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import io.smartstack.crd.v1.ZooKeeperEnsembleSpec;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One pass over one ensemble: its objects made what they must be, and what is seen of it. */
final class Pass {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ZooKeeperEnsemble ensemble;
  private final Objects objects;
  private final Live live;
  private final Look look;
  private final Servers servers;
  private final Secret secret;
  private final PodTemplateSpec template;
  private final boolean founded;
  private final Observed observed;

  /**
   * Looks, and makes what is missing or has been changed. The number of pods and the list of voters
   * stay what they are: steps change them.
   */
  Pass(
      KubernetesClient client,
      Members members,
      EnsembleSettings settings,
      ZooKeeperEnsemble ensemble)
      throws InterruptedException {
    this.ensemble = ensemble;
    this.objects = new Objects(client);
    this.live = Live.read(client, ensemble);
    this.look = Look.at(live.pods(), members);
    this.servers =
        new Servers(
            settings.addresses(),
            ensemble.getMetadata().getNamespace(),
            ensemble.getMetadata().getName());
    this.founded = founded();
    SortedSet<Integer> listed = listed();
    this.secret = secret(client);
    this.template =
        MemberPod.desired(
            ensemble,
            image(settings, ensemble.getSpec()),
            MemberFiles.restarting(ensemble) + SuperSecret.fingerprint(secret));
    publish(listed, live.files());
    objects.apply(Services.members(ensemble));
    objects.apply(Services.client(ensemble));
    objects.apply(DisruptionBudget.desired(ensemble));
    StatefulSet set = resize(pods(listed), live.set());
    this.observed = observe(set, listed);
  }

  Observed observed() {
    return observed;
  }

  Live live() {
    return live;
  }

  Servers servers() {
    return servers;
  }

  String credentials() {
    return SuperSecret.credentials(secret);
  }

  /** Changes the list that empty disks start from. */
  void publish(Collection<Integer> voters) {
    objects.apply(MemberFiles.desired(ensemble, servers, voters, founded));
  }

  /** Changes the number of pods. */
  void resize(int pods) {
    objects.apply(MemberSet.desired(ensemble, template, pods));
  }

  private void publish(Collection<Integer> voters, @Nullable ConfigMap now) {
    objects.apply(MemberFiles.desired(ensemble, servers, voters, founded), now);
  }

  private StatefulSet resize(int pods, @Nullable StatefulSet now) {
    return objects.apply(MemberSet.desired(ensemble, template, pods), now);
  }

  /** Claims that are there before the ensemble is are somebody's data. */
  private boolean founded() {
    return look.membership().isPresent()
        || (live.files() == null ? !live.claims().isEmpty() : MemberFiles.founded(live.files()));
  }

  /**
   * Whom empty disks take for the voters. Without a list yet, all that have a disk are in it: a
   * list without one of them could agree on something without it.
   */
  private SortedSet<Integer> listed() {
    var listed = live.files() == null ? new TreeSet<Integer>() : MemberFiles.listed(live.files());
    if (!listed.isEmpty()) {
      return listed;
    }
    return look.membership()
        .map(Membership::voters)
        .orElseGet(() ->
            IntStream.rangeClosed(
                    1,
                    live.claims().isEmpty() ? ensemble.getSpec().replicas() : live.highestClaim())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private int pods(SortedSet<Integer> listed) {
    if (live.set() != null) {
      return live.set().getSpec().getReplicas();
    }
    return ensemble.getSpec().stopped() ? 0 : listed.last();
  }

  private Secret secret(KubernetesClient client) {
    if (live.secret() != null) {
      Objects.requireOwned(ensemble.getMetadata().getUid(), live.secret());
      return live.secret();
    }
    return client.resource(SuperSecret.generate(ensemble, RANDOM)).create();
  }

  private static String image(EnsembleSettings settings, ZooKeeperEnsembleSpec spec) {
    String image = spec.image();
    return image != null ? image : settings.imageRepository() + ":" + spec.version();
  }

  private Observed observe(StatefulSet set, SortedSet<Integer> listed) {
    ZooKeeperEnsembleSpec spec = ensemble.getSpec();
    return new Observed(
        spec.replicas(),
        spec.stopped(),
        spec.storage().ephemeral(),
        set.getSpec().getReplicas(),
        listed,
        look.membership().orElse(null),
        look.members(live.pods(), MemberPod.mark(template)),
        leftovers(spec));
  }

  private SortedSet<Integer> leftovers(ZooKeeperEnsembleSpec spec) {
    return spec.storage().reclaimPolicy() == ReclaimPolicy.DELETE
        ? live.claims().stream()
            .map(PersistentVolumeClaim::getMetadata)
            .filter(metadata -> metadata.getDeletionTimestamp() == null)
            .map(metadata -> Names.id(metadata.getName()))
            .collect(Collectors.toCollection(TreeSet::new))
        : new TreeSet<>();
  }
}
