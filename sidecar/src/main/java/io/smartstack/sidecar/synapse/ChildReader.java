// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.config.DiscoveryConfig.Decode;
import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.Registration.Reading;
import io.smartstack.sidecar.registry.ZnodeName;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the children of a service's znode as {@code decode} says. */
final class ChildReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Decode decode;

  ChildReader(Decode decode) {
    this.decode = decode;
  }

  /** What the name alone says; empty when the data must be read. */
  Optional<Child> fromName(String znode) {
    return ZnodeName.payload(znode)
        .map(payload -> child(znode, Registration.read(payload)))
        .filter(Child.Usable.class::isInstance);
  }

  /** What the data say. */
  Child fromData(String znode, byte[] data) {
    return switch (decode) {
      case Decode.Nerve() -> child(znode, Registration.read(data));
      case Decode.Serverset(String endpoint) -> member(znode, data, endpoint);
    };
  }

  private static Child member(String znode, byte[] data, @Nullable String endpointName) {
    try {
      JsonNode member = JSON.readTree(data);
      if (!member.path("status").asText("ALIVE").equals("ALIVE")) {
        return new Child.NotAlive();
      }
      JsonNode endpoint =
          endpointName == null
              ? member.path("serviceEndpoint")
              : member.path("additionalEndpoints").path(endpointName);
      if (!(endpoint instanceof ObjectNode written)) {
        return new Child.Broken(
            endpointName == null ? "no serviceEndpoint" : "no endpoint " + endpointName);
      }
      ObjectNode nerve = JSON.createObjectNode();
      nerve.set("host", written.get("host"));
      nerve.set("port", written.get("port"));
      JsonNode shard = member.path("shard");
      if (!shard.isMissingNode() && !shard.isNull()) {
        nerve.put("name", shard.asText());
      }
      return child(znode, Registration.read(JSON.writeValueAsBytes(nerve)));
    } catch (IOException e) {
      return new Child.Broken("bad JSON");
    }
  }

  private static Child child(String znode, Reading reading) {
    OptionalLong number = ZnodeName.sequence(znode);
    Long id = number.isPresent() ? number.getAsLong() : null;
    return switch (reading) {
      case Reading.Usable(Registration registration) -> new Child.Usable(registration.backend(id));
      case Reading.Unusable(String reason) -> new Child.Broken(reason);
    };
  }
}
