// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CulpritsTest {

  private static final Backend BACKEND =
      new Backend(null, "10.0.0.1", Port.of(80), null, null, null, Map.of(), true);

  private static final Rendered TEXT =
      new Rendered(
          """
          # first line
          global
          	maxconn 1
          frontend svc
          	bind 127.0.0.1:3
          backend b
          	balance x
          	server s1 10.0.0.1:80 check
          """,
          "",
          List.of(
              new BackendSection(
                  "svc",
                  "b",
                  List.of(new ServerLine("s1", "10.0.0.1:80", 1, null, "", 1, false, 8, BACKEND)),
                  null,
                  true,
                  "")),
          Allocation.none(),
          List.of());

  private static Culprits in(String words) {
    return Culprits.in(words, TEXT);
  }

  @Test
  void aServerIsFoundByItsLineOrItsName() {
    Culprits.ServerRef s1 = new Culprits.ServerRef("b", "s1");
    assertThat(in("[x.cfg:8] : 'server b/s1' : unknown keyword 'q'.").servers()).containsKey(s1);
    assertThat(in("backend 'b', server 's1': unable to find resolvers").servers()).containsKey(s1);
  }

  @Test
  void aServiceIsFoundByALineOfItsSectionsOrByTheFrontendThatCannotBind() {
    assertThat(in("parsing [x.cfg:7] : balance only supports").services()).containsKey("svc");
    assertThat(
            in("Binding [x.cfg:5] for frontend svc: cannot bind socket for [127.0.0.1:8]")
                .services())
        .containsKey("svc");
    assertThat(in("Starting frontend svc: cannot bind socket [127.0.0.1:3]").services())
        .containsKey("svc");
  }

  @Test
  void nobodyIsBlamedForWhatIsEverybodys() {
    assertThat(in("parsing [x.cfg:3] : unknown keyword 'maxcon' in 'global' section").isEmpty())
        .isTrue();
    assertThat(in("Fatal errors found in configuration.").isEmpty()).isTrue();
  }
}
