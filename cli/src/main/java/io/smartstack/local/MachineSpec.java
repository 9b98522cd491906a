// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine as a machines file describes it.
 *
 * @param name letters, digits, {@code _ - .}; unique among all files
 * @param address an address of 127.0.0.0/8, its own
 * @param zookeeper its ZooKeeper server, null for none
 * @param service its service, null for none
 * @param nerve its {@code nerve.conf.json}, null for none; the machine's name and address replace
 *     the file's
 * @param synapse its {@code synapse.conf.json}, null for none
 * @param sidecar whether Nerve and Synapse share one process
 */
public record MachineSpec(
    String name,
    String address,
    @Nullable ZooKeeper zookeeper,
    @Nullable Service service,
    @Nullable Path nerve,
    @Nullable Path synapse,
    boolean sidecar) {

  /**
   * A ZooKeeper server.
   *
   * @param id its number in the ensemble, 1–255
   * @param tickMillis {@code tickTime}
   * @param maxSessionMillis {@code maxSessionTimeout}: sessions asked to be longer are cut to this
   */
  public record ZooKeeper(int id, int tickMillis, int maxSessionMillis) {}

  /**
   * A service.
   *
   * @param command its command; {@code ${ADDRESS}}, {@code ${NAME}} and {@code ${DIR}} are filled
   *     in, and a first word {@code smartstack} is this very program
   * @param port where it listens once it is up
   * @param files text files put into {@code ${DIR}/www} before it starts, by name
   * @param environment its variables, beside those of this process
   * @param asWritten whether the command is complete, so that nothing is filled in
   */
  public record Service(
      List<String> command,
      int port,
      Map<String, String> files,
      Map<String, String> environment,
      boolean asWritten) {

    /** Copies, so that a machine never changes. */
    public Service {
      command = List.copyOf(command);
      files = Map.copyOf(files);
      environment = Map.copyOf(environment);
    }

    /** A service of a machines file. */
    public Service(List<String> command, int port, Map<String, String> files) {
      this(command, port, files, Map.of(), false);
    }
  }

  /** What runs on this machine, in the order it is started. */
  public List<Role> roles() {
    List<Role> roles = new ArrayList<>();
    if (zookeeper != null) {
      roles.add(Role.ZOOKEEPER);
    }
    if (service != null) {
      roles.add(Role.SERVICE);
    }
    if (sidecar) {
      roles.add(Role.SIDECAR);
      return List.copyOf(roles);
    }
    if (nerve != null) {
      roles.add(Role.NERVE);
    }
    if (synapse != null) {
      roles.add(Role.SYNAPSE);
    }
    return List.copyOf(roles);
  }
}
