// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.registry.SidecarReport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallersTest {

  private static final ServiceName SERVICE = new ServiceName("shop", "a");

  @Test
  void aShortNameMeansTheCallersOwnNamespace() {
    Callers callers =
        Callers.of(
            SERVICE,
            List.of(
                report("shop", "near", Set.of("a", "b"), Set.of()),
                report("other", "far", Set.of("a.shop"), Set.of("a.shop")),
                report("other", "anothers-a", Set.of("a"), Set.of("a")),
                report("shop", "calls-b", Set.of("b"), Set.of("b"))));
    assertThat(callers.all()).containsExactly("other/far", "shop/near");
    assertThat(callers.stale()).containsExactly("other/far");
  }

  @Test
  void aServiceThatIsNoLongerCalledIsNotStaleEither() {
    Callers callers = Callers.of(SERVICE, List.of(report("shop", "was", Set.of(), Set.of("a"))));
    assertThat(callers.all()).isEmpty();
    assertThat(callers.stale()).isEmpty();
  }

  private static SidecarReport report(
      String namespace, String pod, Set<String> calls, Set<String> stale) {
    return new SidecarReport(namespace, pod, "x", "1.0", calls, stale, false, null);
  }
}
