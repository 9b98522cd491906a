// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1:80", "10.0.0.1", "[::1]:80", "[fe80::A:1]:80", "::1:80"})
  void addressesNeedNoLookUp(String address) {
    assertThat(IpAddress.isLiteral(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a:80",
        "10.0.0:80",
        "10.0.0.1.2:80",
        "1000.0.0.1:80",
        "10..0.1:80",
        "10.0.0.:80",
        "10.0.0.x:80",
        "cafe:80",
        "[::g]:80",
        "unix@/x:80"
      })
  void anythingElseDoes(String address) {
    assertThat(IpAddress.isLiteral(address)).isFalse();
  }
}
