// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.config.NerveServiceConfig;
import io.smartstack.sidecar.config.ReporterConfig;
import io.smartstack.sidecar.config.ReporterConfig.NodeType;
import io.smartstack.sidecar.nerve.Succession.Found;
import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.Registration.Reading;
import io.smartstack.sidecar.registry.ZnodeName;
import java.util.Arrays;

/** What one service's znode is to look like. */
final class Znode {

  private final String parent;
  private final String prefix;
  private final String plain;
  private final NodeType type;
  private final Registration registration;
  private final byte[] payload;

  private Znode(
      String parent, String prefix, String plain, NodeType type, Registration registration) {
    this.parent = parent;
    this.prefix = prefix;
    this.plain = plain;
    this.type = type;
    this.registration = registration;
    this.payload = registration.bytes();
  }

  static Znode of(NerveServiceConfig service, ReporterConfig.ZooKeeper where, String instanceId) {
    Registration registration =
        new Registration(
            service.host(),
            service.port(),
            instanceId,
            service.weight(),
            service.haproxyServerOptions(),
            service.labels());
    String plain = ZnodeName.plain(instanceId);
    String path = where.path();
    return new Znode(
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        where.usePathEncoding() ? ZnodeName.encoded(instanceId, registration.bytes()) : plain,
        plain,
        where.nodeType(),
        registration);
  }

  /** Path of the service, without a slash at its end; empty for the root. */
  String parent() {
    return parent;
  }

  NodeType type() {
    return type;
  }

  /** The znode's data. */
  byte[] payload() {
    return payload.clone();
  }

  /** The path to create, complete unless the type is sequential. */
  String path() {
    return parent + "/" + prefix;
  }

  /** Whether a child's name alone makes it worth reading. */
  boolean mayBe(String name) {
    return numbered(name, plain)
        || numbered(name, prefix)
        || ZnodeName.payload(name).map(this::sameInstance).orElse(false);
  }

  /** A child as the succession sees it. */
  Found found(String name, long owner, int version, byte[] data) {
    boolean named = type.sequential() ? numbered(name, prefix) : name.equals(prefix);
    return new Found(
        parent + "/" + name,
        owner,
        version,
        named,
        Arrays.equals(data, payload),
        sameInstance(data));
  }

  boolean sameInstance(byte[] data) {
    return switch (Registration.read(data)) {
      case Reading.Usable usable -> usable.registration().sameInstance(registration);
      case Reading.Unusable unusable -> false;
    };
  }

  // Another instance's name may begin with ours: service_a_1_ and service_a_1_b_0000000000.
  private static boolean numbered(String name, String prefix) {
    return name.startsWith(prefix) && name.substring(prefix.length()).matches("-?[0-9]*");
  }
}
