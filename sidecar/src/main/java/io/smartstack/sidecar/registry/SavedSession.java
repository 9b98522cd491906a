// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * What it takes to continue a ZooKeeper session in another process.
 *
 * @param password in base64
 */
record SavedSession(List<String> hosts, long id, String password) {

  static SavedSession of(List<String> hosts, long id, byte[] secret) {
    return new SavedSession(hosts, id, Base64.getEncoder().encodeToString(secret));
  }

  byte[] secret() {
    return Base64.getDecoder().decode(password);
  }

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
      long id = Long.parseUnsignedLong(json.required("session").asText(), 16);
      SavedSession session = new SavedSession(hosts, id, json.required("password").asText());
      if (id == 0 || session.secret().length == 0) {
        throw new IOException("no session in it");
      }
      return session;
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new IOException("it is no session file", e);
    }
  }

  // The password opens the session to whoever reads the log.
  @Override
  public String toString() {
    return "session " + Long.toHexString(id) + " at " + hosts;
  }
}
