// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import static io.smartstack.sidecar.config.ReporterConfig.NodeType.EPHEMERAL;
import static io.smartstack.sidecar.config.ReporterConfig.NodeType.EPHEMERAL_SEQUENTIAL;
import static io.smartstack.sidecar.config.ReporterConfig.NodeType.PERSISTENT_SEQUENTIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.nerve.Succession.Found;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessionTest {

  private static final long SESSION = 7;
  private static final long STRANGER = 8;

  @Test
  void nothingFoundMeansThatOneIsCreated() {
    assertThat(Succession.up(List.of(), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(null, false, List.of()));
  }

  @Test
  void aZnodeOfOurSessionWithOurPayloadStaysUntouched() {
    Found ours = new Found("/p/i_1", SESSION, 0, true, true, true);

    assertThat(Succession.up(List.of(ours), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(ours, false, List.of()));
  }

  @Test
  void anOutdatedPayloadUnderTheSameNameIsRewritten() {
    Found ours = new Found("/p/i_1", SESSION, 0, true, false, true);

    assertThat(Succession.up(List.of(ours), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(ours, true, List.of()));
  }

  @Test
  void anOutdatedPayloadThatIsPartOfTheNameIsReplaced() {
    Found ours = new Found("/p/base64_4_abcd_1", SESSION, 0, false, false, true);

    assertThat(Succession.up(List.of(ours), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(null, false, List.of(ours)));
  }

  @Test
  void ofTwoOfOursTheCurrentAndOlderOneStays() {
    Found outdated = new Found("/p/i_1", SESSION, 0, true, false, true);
    Found second = new Found("/p/i_2", SESSION, 0, true, true, true);
    Found third = new Found("/p/i_3", SESSION, 0, true, true, true);

    assertThat(
            Succession.up(List.of(third, outdated, second), EPHEMERAL_SEQUENTIAL, SESSION, false))
        .isEqualTo(new Succession(second, false, List.of(third, outdated)));
  }

  @Test
  void aZnodeOfAFormerSessionIsFollowedOnceAndLeftAloneLater() {
    Found former = new Found("/p/i_1", STRANGER, 0, true, true, true);

    assertThat(Succession.up(List.of(former), EPHEMERAL_SEQUENTIAL, SESSION, true).retire())
        .containsExactly(former);
    assertThat(Succession.up(List.of(former), EPHEMERAL_SEQUENTIAL, SESSION, false).retire())
        .isEmpty();
  }

  @Test
  void anotherInstanceIsNeverTouched() {
    Found other = new Found("/p/i_1", STRANGER, 0, true, false, false);
    Found neighbour = new Found("/p/i_2", SESSION, 0, true, false, false);

    assertThat(Succession.up(List.of(other, neighbour), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(null, false, List.of()));
    assertThat(Succession.down(List.of(other, neighbour), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(null, false, List.of()));
  }

  @Test
  void aZnodeWithoutANumberIsOursByNameAlone() {
    Found outdated = new Found("/p/i_", SESSION, 3, true, false, false);

    assertThat(Succession.up(List.of(outdated), EPHEMERAL, SESSION, false))
        .isEqualTo(new Succession(outdated, true, List.of()));
  }

  @Test
  void aPersistentLeftoverOfAnEphemeralServiceIsFollowed() {
    Found leftover = new Found("/p/i_1", 0, 0, true, true, true);

    assertThat(Succession.up(List.of(leftover), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(null, false, List.of(leftover)));
    assertThat(Succession.up(List.of(leftover), PERSISTENT_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(leftover, false, List.of()));
  }

  @Test
  void aServiceThatIsDownKeepsNothing() {
    Found ours = new Found("/p/i_1", SESSION, 0, true, true, true);
    Found former = new Found("/p/i_2", STRANGER, 0, true, true, true);

    assertThat(Succession.down(List.of(ours, former), EPHEMERAL_SEQUENTIAL, SESSION, true))
        .isEqualTo(new Succession(null, false, List.of(ours, former)));
    assertThat(
            Succession.down(List.of(ours, former), EPHEMERAL_SEQUENTIAL, SESSION, false).retire())
        .containsExactly(ours);
  }
}
