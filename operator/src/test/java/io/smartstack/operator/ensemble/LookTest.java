// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LookTest {

  /** At every address somebody leads, whoever it is. */
  private static final Members EVERYWHERE =
      new Members() {
        @Override
        public Answer ask(String host) {
          return new Answer(Mode.LEADER, Membership.of(9, List.of(1)));
        }

        @Override
        public void reconfigure(
            String host,
            String credentials,
            @Nullable String joining,
            @Nullable Integer leaving,
            long version) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void thatAnAddressOfAnEndedPodAnswersIsNoNewsOfTheEnsemble() throws Exception {
    assertThat(Look.at(List.of(pod("zk-0", "Failed")), EVERYWHERE).membership()).isEmpty();
    assertThat(Look.at(List.of(pod("zk-0", "Succeeded")), EVERYWHERE).membership()).isEmpty();
    assertThat(Look.at(List.of(pod("zk-0", "Running")), EVERYWHERE).membership()).isPresent();
  }

  @Test
  void aPodThatOnlyWearsTheLabelsIsNoMember() {
    assertThat(Live.isPodOf("zk", pod("zk-0", "Running"))).isTrue();
    assertThat(Live.isPodOf("zk", pod("copy-of-zk-0", "Running"))).isFalse();
    assertThat(Live.isPodOf("zk", pod("zk-debug", "Running"))).isFalse();
  }

  private static Pod pod(String name, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .withPodIP("127.0.0.1")
        .endStatus()
        .build();
  }
}
