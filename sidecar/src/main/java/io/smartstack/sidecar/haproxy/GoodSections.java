// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.SynapseConfigFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk the sections that HAProxy took last, so that one which is refused takes no
 * service away, not even from the next process.
 */
record GoodSections(ConfigurationFile file) {

  private static final Logger log = LoggerFactory.getLogger(GoodSections.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The wanted services as they were served last; none of those nothing is known of. */
  Map<String, ProxiedService> read(List<ProxiedService> wanted) throws IOException {
    Map<String, ProxiedService> good = new LinkedHashMap<>();
    String text = file.read();
    if (text == null) {
      return good;
    }
    try {
      JsonNode sections = JSON.readTree(text);
      for (ProxiedService service : wanted) {
        JsonNode section = sections.get(service.name());
        if (section != null) {
          var config = SynapseConfigFile.haproxySection(section).config();
          good.put(service.name(), new ProxiedService(service.name(), config, service.backends()));
        }
      }
    } catch (JacksonException | ConfigException e) {
      log.warn("haproxy: {} is broken and not used: {}", file.path(), e.getMessage());
    }
    return good;
  }

  /** Writes the file if it says anything else. */
  void write(List<ProxiedService> served) throws IOException {
    ObjectNode sections = JSON.createObjectNode();
    for (ProxiedService service : served) {
      if (!service.config().disabled()) {
        sections.set(service.name(), StateJson.config(service.config()));
      }
    }
    String text = JSON.writeValueAsString(sections);
    if (!text.equals(file.read())) {
      file.replace(text);
    }
  }
}
