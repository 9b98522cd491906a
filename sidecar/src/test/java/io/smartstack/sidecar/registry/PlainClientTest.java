// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.client.ZKClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlainClientTest {

  private static final List<String> NAMES = PlainClient.READ;

  @AfterEach
  void forget() {
    NAMES.forEach(System::clearProperty);
  }

  @Test
  void whatIsSetForTheJvmIsReadAsZooKeepersOwnSettingsReadIt() {
    assertThat(values(new PlainClient())).isEqualTo(values(new ZKClientConfig()));
    NAMES.forEach(name -> System.setProperty(name, "as said for " + name));

    assertThat(values(new PlainClient())).isEqualTo(values(new ZKClientConfig()));
  }

  private static Map<String, String> values(ZKClientConfig config) {
    Map<String, String> values = new TreeMap<>();
    NAMES.forEach(name -> values.put(name, String.valueOf(config.getProperty(name))));
    return values;
  }
}
