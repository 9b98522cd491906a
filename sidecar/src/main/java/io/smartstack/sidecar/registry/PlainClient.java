// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import java.util.List;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * ZooKeeper's client settings without those of TLS. Reading those loads the JDK's whole TLS and a
 * part of netty into every sidecar, 2 MiB and a tenth of a start's CPU, to find out that none is
 * set.
 */
final class PlainClient extends ZKClientConfig {

  static final List<String> READ =
      List.of(
          JUTE_MAXBUFFER,
          KINIT_COMMAND,
          JGSS_NATIVE,
          ZK_SASL_CLIENT_USERNAME,
          ZK_SASL_CLIENT_CANONICALIZE_HOSTNAME,
          LOGIN_CONTEXT_NAME_KEY,
          ENABLE_CLIENT_SASL_KEY,
          ZOOKEEPER_SERVER_REALM,
          DISABLE_AUTO_WATCH_RESET,
          ZOOKEEPER_CLIENT_CNXN_SOCKET,
          SECURE_CLIENT);

  // Called by the constructor above; the one replaced reads the same properties, and TLS's.
  @Override
  protected void handleBackwardCompatibility() {
    READ.forEach(name -> setProperty(name, System.getProperty(name)));
  }
}
