// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** What it takes to continue a ZooKeeper session in another process. */
record SavedSession(List<String> hosts, long id, byte[] password) {

  byte[] bytes() throws IOException {
    ObjectNode json = Registration.JSON.createObjectNode();
    hosts.forEach(json.putArray("hosts")::add);
    json.put("session", Long.toHexString(id));
    json.put("password", password);
    return Registration.JSON.writeValueAsBytes(json);
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IOException when it is anything else
   */
  static SavedSession read(byte[] bytes) throws IOException {
    try {
      JsonNode json = Registration.JSON.readTree(bytes);
      List<String> hosts = json.required("hosts").valueStream().map(JsonNode::asText).toList();
      long id = Long.parseUnsignedLong(json.required("session").textValue(), 16);
      byte[] password = json.required("password").binaryValue();
      if (id == 0 || password == null || password.length == 0) {
        throw new IOException("no session in it");
      }
      return new SavedSession(hosts, id, password);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IOException("not a session file", e);
    }
  }
}
