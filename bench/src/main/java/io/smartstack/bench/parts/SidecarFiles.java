// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** The two files of one sidecar, as an operator or a person would write them. */
public final class SidecarFiles {

  private final Path directory;
  private final List<BiFunction<Ensemble, String, String>> provided = new ArrayList<>();
  private final List<BiFunction<Ensemble, String, String>> called = new ArrayList<>();

  /** Files in a directory; none is written yet. */
  public SidecarFiles(Path directory) {
    this.directory = directory;
  }

  /** The znode whose children are a service's backends. */
  public static String path(String service) {
    return "/nerve/services/" + service + "/services";
  }

  /** Has Nerve check a service by HTTP, every {@code interval} seconds, and register it. */
  public SidecarFiles provides(String service, String host, int port, double interval) {
    provided.add((ensemble, machine) ->
        String.format(
            Locale.ROOT,
            """
            "%s": {"host": "%s", "port": %d, "reporter_type": "zookeeper", "zk_hosts": [%s],
              "zk_path": "%s", "check_interval": %s,
              "checks": [{"type": "http", "uri": "/health", "timeout": 1, "open_timeout": 1, "rise": 1, "fall": 2}]}\
            """,
            service,
            host,
            port,
            ensemble.json(),
            path(service),
            interval));
    return this;
  }

  /**
   * Has Synapse bring a service to a port of the machine; {@code more} are lines of its section.
   */
  public SidecarFiles calls(String service, int port, List<String> more) {
    List<String> lines =
        new ArrayList<>(List.of("\"mode http\"", "\"option httpchk GET /health\""));
    more.forEach(line -> lines.add('"' + line + '"'));
    called.add((ensemble, machine) ->
        """
        "%s": {"discovery": {"method": "zookeeper", "path": "%s", "hosts": [%s]},
          "haproxy": {"port": %d, "bind_address": "%s", "server_options": "check inter 2s rise 3 fall 2", "listen": [%s]}}\
        """
            .formatted(
                service, path(service), ensemble.json(), port, machine, String.join(", ", lines)));
    return this;
  }

  /** Writes both, each at once. */
  public void write(Ensemble ensemble, String machine) throws IOException {
    put(
        "nerve.conf.json",
        "{\"instance_id\": \"%s\", \"services\": {%s}}\n"
            .formatted(machine, all(provided, ensemble, machine)));
    put(
        "synapse.conf.json",
        """
        {"services": {%s},
         "haproxy": {
           "config_file_path": "%s", "global": ["maxconn 4096"],
           "defaults": ["retries 3", "option redispatch", "timeout connect 5s", "timeout client 1m", "timeout server 1m", "balance roundrobin"]
         }}
        """
            .formatted(all(called, ensemble, machine), directory.resolve("haproxy.cfg")));
  }

  /** The command that runs a sidecar from them. */
  public List<String> arguments(String machine) {
    return List.of(
        "sidecar",
        "-n",
        directory.resolve("nerve.conf.json").toString(),
        "-s",
        directory.resolve("synapse.conf.json").toString(),
        "-i",
        machine,
        "--host",
        machine);
  }

  private static String all(
      List<BiFunction<Ensemble, String, String>> parts, Ensemble ensemble, String machine) {
    return String.join(",\n", parts.stream().map(part -> part.apply(ensemble, machine)).toList());
  }

  private void put(String name, String text) throws IOException {
    Files.createDirectories(directory);
    Path next = Files.writeString(directory.resolve(name + ".next"), text);
    Files.move(next, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
