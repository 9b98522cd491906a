// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.nerve.Mailbox.Wish;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailboxTest {

  private final Mailbox mailbox = new Mailbox();

  @Test
  void theLastWishCountsAndNewsWake() throws Exception {
    assertThat(mailbox.wish()).isEqualTo(Wish.NONE);

    mailbox.wishUp();

    assertThat(mailbox.await(Duration.ofDays(1))).isTrue();
    assertThat(mailbox.wish()).isEqualTo(Wish.UP);
    mailbox.wake();
    assertThat(mailbox.await(Duration.ofDays(1))).isTrue();
    assertThat(mailbox.await(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void aWithdrawalCompletesWhenItIsAcknowledged() {
    CompletableFuture<Void> withdrawn = mailbox.wishDown();

    assertThat(mailbox.wishDown()).isSameAs(withdrawn);
    mailbox.done(Wish.UP);
    assertThat(withdrawn).isNotDone();
    mailbox.done(Wish.DOWN);
    assertThat(withdrawn).isCompleted();
    assertThat(mailbox.wishDown()).isCompleted();
  }

  @Test
  void aWithdrawalThatIsOvertakenIsCancelled() {
    CompletableFuture<Void> withdrawn = mailbox.wishDown();

    mailbox.wishUp();

    assertThat(withdrawn).isCancelled();
    assertThat(mailbox.wishDown()).isNotDone();
  }

  @Test
  void closingEndsTheWaitAndWhatIsStillOpen() throws Exception {
    CompletableFuture<Void> withdrawn = mailbox.wishDown();

    mailbox.close();

    assertThat(withdrawn).isCancelled();
    assertThat(mailbox.await(Duration.ofDays(1))).isFalse();
    assertThat(mailbox.wishDown()).isCancelled();
  }
}
