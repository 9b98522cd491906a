// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.admin.Answer;
import io.smartstack.sidecar.reload.ConfigWatch;
import org.junit.jupiter.api.Test;

class GuardedPartTest implements Part {

  private boolean broken;
  private int stops;
  private final GuardedPart guarded = new GuardedPart(this);

  @Test
  void aPartThatWorksSaysSo() {
    guarded.start();

    assertThat(guarded.health()).isEqualTo(Answer.yes("nerve works"));
    assertThat(guarded.status()).isEqualTo("all is well");
  }

  @Test
  void aPartThatCanNotStartIsSaidAndStopsNobodyElse() {
    broken = true;

    guarded.start();

    assertThat(guarded.health().ok()).isFalse();
    assertThat(guarded.health().reason()).contains("nerve could not start").contains("broken");
  }

  @Test
  void aQuestionThatBreaksIsANo() {
    broken = true;

    assertThat(guarded.ready().ok()).isFalse();
    assertThat(guarded.started().ok()).isFalse();
    assertThat(guarded.status()).asString().contains("broken");
  }

  @Test
  void aPartThatBreaksWhileStoppingDoesNotKeepTheRestFromStopping() {
    broken = true;

    guarded.stop();

    assertThat(stops).isEqualTo(1);
  }

  private void demand() {
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }

  @Override
  public String name() {
    return "nerve";
  }

  @Override
  public void start() {
    demand();
  }

  @Override
  public void stop() {
    stops++;
    demand();
  }

  @Override
  public ConfigWatch<?> configWatch() {
    throw new IllegalStateException("broken");
  }

  @Override
  public Answer ready() {
    demand();
    return Answer.yes("ready");
  }

  @Override
  public Answer started() {
    demand();
    return Answer.yes("started");
  }

  @Override
  public Object status() {
    demand();
    return "all is well";
  }
}
