// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import static io.smartstack.sidecar.synapse.Services.base;
import static io.smartstack.sidecar.synapse.Services.defaultServer;
import static io.smartstack.sidecar.synapse.Services.discovered;
import static io.smartstack.sidecar.synapse.Services.json;
import static io.smartstack.sidecar.synapse.Services.labelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.config.LabelFilter;
import io.smartstack.sidecar.config.LabelFilter.Condition;
import io.smartstack.sidecar.synapse.BackendsRule.Choice;
import io.smartstack.sidecar.synapse.Services.Settings;
import io.smartstack.sidecar.synapse.SynapseStatus.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsRuleTest {

  private static final Backend A = discovered("a", 1);
  private static final Backend B = discovered("b", 2);
  private static final Backend D = defaultServer("d");

  private final Settings plain = base("s");

  @Test
  void liveBackendsAreUsedAloneUnlessDefaultServersAreKept() {
    assertThat(choice(plain.defaults(D), List.of(A)).backends()).containsExactly(A);
    assertThat(choice(plain.defaults(D).keepingDefaults(), List.of(A)).backends())
        .containsExactly(A, D);
  }

  @Test
  void defaultServersComeBeforePreviousBackends() {
    assertThat(choice(plain.defaults(D), List.of(A), List.of()))
        .isEqualTo(new Choice(List.of(D), Source.DEFAULT));
  }

  @Test
  void previousBackendsStayUnlessTheyAreNotWanted() {
    assertThat(choice(plain, List.of(A, B), List.of()))
        .isEqualTo(new Choice(List.of(A, B), Source.PREVIOUS));
    assertThat(choice(plain.withoutPrevious(), List.of(A, B), List.of()).backends()).isEmpty();
  }

  @Test
  void aFilterThatSuddenlyMatchesNothingDoesNotEmptyTheService() {
    Settings blue = plain.filters(filter("colour", "\"blue\"", Condition.EQUALS));
    Backend wasBlue = labelled("a", 1, "{\"colour\":\"blue\"}");

    Choice choice =
        choice(blue, List.of(wasBlue), List.of(labelled("a", 1, "{\"colour\":\"red\"}")));

    assertThat(choice).isEqualTo(new Choice(List.of(wasBlue), Source.PREVIOUS));
  }

  @Test
  void doublesByHostPortAndNameAreUsedOnce() {
    assertThat(choice(plain, List.of(A, discovered("a", 9), B)).backends()).containsExactly(A, B);
  }

  @Test
  void thePortOverrideReplacesEveryPortWithTheTextOfTheConfiguration() {
    Port override = new Port("9999", true);
    Settings settings = plain.port(override).defaults(D).keepingDefaults();

    assertThat(choice(settings, List.of(A)).backends())
        .extracting(Backend::port)
        .containsExactly(override, override);
  }

  @Test
  void theLeaderIsTheSmallestId() {
    assertThat(choice(plain.leader(), List.of(discovered("z", 10), discovered("b", 9))).backends())
        .containsExactly(discovered("b", 9));
  }

  @Test
  void withoutIdsThereIsStillExactlyOneLeader() {
    Backend noId = new Backend("n", "127.0.0.1", Port.of(1), null, null, null, null, true);
    Backend other = new Backend("m", "127.0.0.1", Port.of(1), null, null, null, null, true);

    assertThat(choice(plain.leader(), List.of(noId, other)).backends()).containsExactly(other);
    assertThat(choice(plain.leader(), List.of(noId, A)).backends()).containsExactly(A);
    assertThat(choice(plain.leader(), List.of()).backends()).isEmpty();
  }

  @Test
  void filtersAreAndedAndAMissingLabelFailsEqualsAndPassesNotEquals() {
    LabelFilter east = filter("az", "\"east\"", Condition.EQUALS);
    LabelFilter noCanary = filter("canary", "true", Condition.NOT_EQUALS);
    Backend match = labelled("m", 1, "{\"az\":\"east\"}");

    assertThat(LabelFilters.pass(List.of(east, noCanary), match)).isTrue();
    assertThat(LabelFilters.pass(List.of(east), A)).isFalse();
    assertThat(LabelFilters.pass(List.of(noCanary), A)).isTrue();
    assertThat(
            LabelFilters.pass(
                List.of(east, noCanary), labelled("c", 1, "{\"az\":\"east\",\"canary\":true}")))
        .isFalse();
  }

  @Test
  void labelsAreComparedAsRubyComparesThem() {
    assertThat(LabelFilters.sameInRuby(json("1"), json("1.0"))).isTrue();
    assertThat(LabelFilters.sameInRuby(json("1"), json("\"1\""))).isFalse();
    assertThat(LabelFilters.sameInRuby(json("true"), json("\"true\""))).isFalse();
    assertThat(LabelFilters.sameInRuby(json("[1,{\"a\":2}]"), json("[1.0,{\"a\":2}]"))).isTrue();
    assertThat(LabelFilters.sameInRuby(json("{\"a\":1,\"b\":2}"), json("{\"b\":2,\"a\":1}")))
        .isTrue();
    assertThat(LabelFilters.sameInRuby(json("[1]"), json("[1,2]"))).isFalse();
  }

  @Test
  void untilTheRegistryAnswersTheCacheComesBeforeDefaultServers() {
    LastKnownGood cached = LastKnownGood.restored(List.of(A));

    assertThat(BackendsRule.unanswered(plain.defaults(D).withoutPrevious().config(), cached))
        .isEqualTo(new Choice(List.of(A), Source.CACHED));
    assertThat(BackendsRule.unanswered(plain.defaults(D).config(), LastKnownGood.nothing()))
        .isEqualTo(new Choice(List.of(D), Source.DEFAULT));
  }

  private static LabelFilter filter(String label, String value, Condition condition) {
    return new LabelFilter(label, json(value), condition);
  }

  @SafeVarargs
  private static Choice choice(Settings settings, List<Backend>... found) {
    LastKnownGood known = LastKnownGood.nothing();
    for (int i = 0; i < found.length; i++) {
      known = known.after(BackendsRule.usable(settings.config(), found[i]), Duration.ofSeconds(i));
    }
    return BackendsRule.answered(settings.config(), known);
  }
}
