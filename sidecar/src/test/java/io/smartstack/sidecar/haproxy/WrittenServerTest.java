// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrittenServerTest {

  @Test
  void aLineHasANameAndAnAddressAndPerhapsMore() {
    assertThat(WrittenServer.read("\tserver a_1:2 1.1.1.1:2"))
        .isEqualTo(new WrittenServer("a_1:2", "1.1.1.1:2", 0, null, "", false, null));
    assertThat(
            WrittenServer.read(
                "\tserver a [::1]:2 id 17 cookie a check inter 2s  disabled # b_1:2"))
        .isEqualTo(new WrittenServer("a", "[::1]:2", 17, "a", "check inter 2s", true, "b_1:2"));
  }

  @Test
  void whatOnlyLooksLikeAPartIsAnOption() {
    assertThat(WrittenServer.read("\tserver a b id x cookie"))
        .isEqualTo(new WrittenServer("a", "b", 0, null, "id x cookie", false, null));
    assertThat(WrittenServer.read("\tserver a b check id 3 # c d"))
        .isEqualTo(new WrittenServer("a", "b", 0, null, "check id 3 # c d", false, null));
    assertThat(WrittenServer.read("\tserver a b disabled check"))
        .isEqualTo(new WrittenServer("a", "b", 0, null, "disabled check", false, null));
    assertThat(WrittenServer.read("\tserver a b id 1234567890"))
        .isEqualTo(new WrittenServer("a", "b", 123456789, null, "0", false, null));
  }

  @Test
  void otherLinesAreNone() {
    assertThat(WrittenServer.read("\tserver a")).isNull();
    assertThat(WrittenServer.read("\tserver  a b")).isNull();
    assertThat(WrittenServer.read("\tserver a  b")).isNull();
    assertThat(WrittenServer.read("\tserver-template a 1-3 b")).isNull();
    assertThat(WrittenServer.read("\tdefault-server check")).isNull();
    assertThat(WrittenServer.read("")).isNull();
  }

  @Test
  void theWeightIsTheLastOneSaidAndElseInherited() {
    WrittenServer written =
        new WrittenServer("a", "b:1", 3, null, "weight 2 weight 7", false, null);
    assertThat(written.line("weight 9", 12))
        .isEqualTo(new ServerLine("a", "b:1", 3, null, "weight 2 weight 7", 7, false, 12, null));
    WrittenServer silent = new WrittenServer("a", "b:1", 3, null, "", false, null);
    assertThat(silent.line("weight 9", 0).weight()).isEqualTo(9);
  }
}
