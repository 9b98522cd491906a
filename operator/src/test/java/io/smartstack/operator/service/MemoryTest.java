// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void whatIsRememberedStaysWhileTheClockGoesOn() {
    Memory first = Memory.at(Things.NOW, null);
    first.written = Things.NOW;
    assertThat(Memory.at(Things.NOW.plusSeconds(1), first)).isSameAs(first);
    assertThat(Memory.at(Things.NOW.plusMillis(990), first)).as("a slewed clock").isSameAs(first);
  }

  @Test
  void noWaitIsRepeatedAfterTheClockWasSetBack() {
    Memory before = Memory.at(Things.NOW, null);
    before.written = Things.NOW;
    Memory after = Memory.at(Things.NOW.minusSeconds(3600), before);
    assertThat(after.written).isBefore(Things.NOW.minusSeconds(3600));
    assertThat(after.began).isEqualTo(Things.NOW.minusSeconds(3600));
  }
}
