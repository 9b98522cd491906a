// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LeadershipTest {

  private static final LeaderTerms TERMS =
      new LeaderTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  private final Store store = new Store();
  private final List<String> losses = new ArrayList<>();
  private long now = 1_000;

  private final Leadership a = replica("a");
  private final Leadership b = replica("b");

  @Test
  void theFirstToWriteTheLeaseLeadsAndTheSecondWaits() {
    a.look();
    b.look();

    assertThat(a.held()).isTrue();
    assertThat(b.held()).isFalse();
    assertThat(store.holder()).isEqualTo("a");
  }

  @Test
  void aLeaseThatNobodyEverHeldIsTaken() {
    store.lease =
        new LeaseBuilder().withNewMetadata().withResourceVersion("1").endMetadata().build();

    a.look();

    assertThat(a.held()).isTrue();
  }

  @Test
  void whoReadsAFreeLeaseButFailsToWriteItDoesNotLead() {
    store.beforeWrite = () -> store.put("someone else");

    a.look();

    assertThat(a.held()).isFalse();
    assertThat(losses).isEmpty();
  }

  @Test
  void aSilentHoldersLeaseIsTakenOnlyOnceItWasSeenUnchangedForItsWholeDuration() {
    a.look();
    b.look();
    pass(Duration.ofMillis(14_999));
    b.look();
    assertThat(b.held()).isFalse();

    pass(Duration.ofMillis(1));
    b.look();

    assertThat(b.held()).isTrue();
    assertThat(store.transitions()).isEqualTo(1);
  }

  @Test
  void aLeaderStopsWritingBeforeAnotherMayBegin() {
    a.look();
    pass(Duration.ofMillis(9_999));
    assertThat(a.held()).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(a.held()).isFalse();
    assertThat(losses).containsExactly("not renewed for 10000 ms");
  }

  @Test
  void aFrozenLeaderDoesNotEvenAskForItsLeaseAgain() {
    a.look();
    int writes = store.writes;
    pass(Duration.ofSeconds(30));

    a.look();
    a.look();

    assertThat(store.writes).isEqualTo(writes);
    assertThat(a.held()).isFalse();
    assertThat(losses).hasSize(1);
  }

  @Test
  void aRenewalCountsFromWhenItWasSentNotFromItsAnswer() {
    a.look();
    store.beforeWrite = () -> pass(Duration.ofSeconds(8));
    pass(Duration.ofSeconds(2));
    a.look(); // sent at 2 s, answered at 10 s
    store.beforeWrite = () -> {};

    pass(Duration.ofMillis(1_999)); // 11.999 s: less than the deadline after it was sent
    assertThat(a.held()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(a.held()).isFalse();
  }

  @Test
  void aFailedRenewalIsTriedAgainUntilTheDeadline() {
    a.look();
    store.broken = true;
    pass(Duration.ofSeconds(8));
    a.look();
    assertThat(a.held()).isTrue();

    store.broken = false;
    a.look();
    pass(Duration.ofSeconds(9));

    assertThat(a.held()).isTrue();
    assertThat(losses).isEmpty();
  }

  @Test
  void aLeaseThatSomebodyAnnotatedIsStillOurs() {
    a.look();
    store.put("a");
    a.look(); // meets the other version
    a.look();
    pass(Duration.ofSeconds(9));

    assertThat(a.held()).isTrue();
    assertThat(losses).isEmpty();
  }

  @Test
  void aLeaseInAnothersHandIsTheEndAtOnce() {
    a.look();
    store.put("b");

    a.look();

    assertThat(a.held()).isFalse();
    assertThat(losses).containsExactly("held by 'b'");
  }

  @Test
  void aLeaseGivenBackIsTakenWithoutWaiting() {
    a.look();
    a.close();

    b.look();

    assertThat(b.held()).isTrue();
    assertThat(a.held()).isFalse();
    assertThat(losses).isEmpty();
  }

  @Test
  void anElectionThatLooksNoMoreIsNotAlive() {
    a.look();
    assertThat(a.alive()).isTrue();
    pass(Duration.ofSeconds(60));
    assertThat(a.alive()).isFalse();
  }

  private Leadership replica(String identity) {
    return new Leadership(store, "ns", "lease", identity, TERMS, () -> now, losses::add);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** A Lease in memory, with the API server's optimistic lock. */
  private static final class Store implements LeaseStore {
    private @Nullable Lease lease;
    private int version;
    private int writes;
    private boolean broken;
    private Runnable beforeWrite = () -> {};

    @Override
    public @Nullable Lease read() {
      return lease;
    }

    @Override
    public Lease write(Lease written) {
      writes++;
      beforeWrite.run();
      if (broken) {
        throw new KubernetesClientException("no route to host");
      }
      String expected = lease == null ? null : lease.getMetadata().getResourceVersion();
      if (!java.util.Objects.equals(expected, written.getMetadata().getResourceVersion())) {
        throw new KubernetesClientException("conflict", 409, null);
      }
      return keep(written);
    }

    void put(String holder) {
      Lease from =
          lease == null ? new LeaseBuilder().withNewMetadata().endMetadata().build() : lease;
      keep(
          new LeaseBuilder(from)
              .editOrNewSpec()
              .withHolderIdentity(holder)
              .withLeaseDurationSeconds(15)
              .endSpec()
              .build());
    }

    private Lease keep(Lease written) {
      version++;
      Lease kept =
          new LeaseBuilder(written)
              .editMetadata()
              .withResourceVersion(String.valueOf(version))
              .endMetadata()
              .build();
      lease = kept;
      return kept;
    }

    String holder() {
      return Leases.holder(lease);
    }

    int transitions() {
      return lease == null ? -1 : lease.getSpec().getLeaseTransitions();
    }
  }
}
