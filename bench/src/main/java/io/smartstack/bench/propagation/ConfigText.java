// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration files of the machines played here. */
final class ConfigText {

  private ConfigText() {}

  /** One service of a {@code nerve.conf.json}, checked every 50 ms, believed at once. */
  static String nerveService(String name, Place place, boolean pathEncoding) {
    return """
    "%s": {
      "host": "%s", "port": %d, "reporter_type": "zookeeper", "zk_hosts": [%s], "zk_path": "%s",
      "use_path_encoding": %b, "check_interval": 0.05,
      "checks": [{"type": "http", "uri": "/health", "timeout": 1, "open_timeout": 1, "rise": 1, "fall": 1}]
    }\
    """
        .formatted(
            name, place.address(), place.port(), place.zookeeper(), path(name), pathEncoding);
  }

  /**
   * Where something is.
   *
   * @param zookeeper the servers it knows, as JSON strings
   */
  record Place(String address, int port, String zookeeper) {}

  /** A whole {@code nerve.conf.json}. */
  static String nerve(String instance, List<String> services) {
    return "{\"instance_id\": \"%s\", \"services\": {%s}}\n"
        .formatted(instance, String.join(",\n", services));
  }

  /**
   * A whole {@code synapse.conf.json}: services on ports from the given one on, HAProxy's notices
   * to a UDP port.
   */
  static String synapse(List<String> services, Place place, Path file, String log) {
    String sections =
        IntStream.range(0, services.size())
            .mapToObj(i -> synapseService(services.get(i), place.port() + i, place.zookeeper()))
            .collect(Collectors.joining(",\n"));
    return """
    {"services": {%s},
     "haproxy": {
       "bind_address": "%s", "config_file_path": "%s",
       "global": ["maxconn 256", "log %s local0 notice"],
       "defaults": ["log global", "mode http", "timeout connect 5s", "timeout client 1m", "timeout server 1m", "balance roundrobin"]
     }}
    """
        .formatted(sections, place.address(), file, log);
  }

  private static String synapseService(String name, int port, String zookeeper) {
    return """
    "%s": {
      "discovery": {"method": "zookeeper", "path": "%s", "hosts": [%s]},
      "haproxy": {"port": %d, "server_options": "no-check", "listen": ["mode http"]}
    }\
    """
        .formatted(name, path(name), zookeeper, port);
  }

  /** The znode whose children are a service's backends. */
  static String path(String service) {
    return "/nerve/services/" + service + "/services";
  }
}
