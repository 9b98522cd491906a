// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.HaproxyServiceConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code haproxy} section that a znode's data ({@code {"haproxy":{…}}}) puts in the place of
 * the file's.
 *
 * @param json the section as it was written, null for none
 * @param section the same, read; null for none, then the file's is in force
 * @param problem why the znode's present data is not used, null when there is nothing wrong with it
 */
record ZnodeSection(
    @Nullable JsonNode json, @Nullable HaproxyServiceConfig section, @Nullable String problem) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a section as the configuration file's reader does. */
  interface Reader {
    HaproxyServiceConfig read(JsonNode section) throws ConfigException;
  }

  static ZnodeSection none() {
    return new ZnodeSection(null, null, null);
  }

  /** The section in force after the znode's data was read; bad data changes nothing. */
  ZnodeSection after(byte[] data, Reader reader) {
    if (data.length == 0) {
      return none();
    }
    try {
      JsonNode root = JSON.readTree(data);
      if (!root.isObject()) {
        return with("expected an object like {\"haproxy\":{…}}");
      }
      JsonNode written = root.get("haproxy");
      return written == null ? none() : of(written, reader);
    } catch (JsonProcessingException e) {
      return with("not JSON: " + e.getOriginalMessage());
    } catch (IOException | ConfigException e) {
      return with(String.valueOf(e.getMessage()));
    }
  }

  static ZnodeSection of(JsonNode written, Reader reader) throws ConfigException {
    return new ZnodeSection(written, reader.read(written), null);
  }

  private ZnodeSection with(String newProblem) {
    return new ZnodeSection(json, section, newProblem);
  }
}
