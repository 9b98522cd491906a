// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * One {@code server} line.
 *
 * @param name the server's name in HAProxy: {@code <name>_<host>:<port>}, or the slot's name
 * @param address {@code host:port}
 * @param id HAProxy's numeric id, 0 when the options bring their own
 * @param cookie cookie value, null for none
 * @param options everything after these, as written in the file
 * @param weight the weight in force (the last {@code weight} among the options), 1 when none is
 *     given
 * @param disabled whether the line ends with {@code disabled} (an empty slot)
 * @param line its number in the file, from 1, to find the culprit of a refused configuration
 * @param backend the backend it stands for, null for an empty slot
 */
record ServerLine(
    String name,
    String address,
    int id,
    @Nullable String cookie,
    String options,
    int weight,
    boolean disabled,
    int line,
    @Nullable Backend backend) {

  ServerLine standingFor(@Nullable Backend other) {
    return new ServerLine(name, address, id, cookie, options, weight, disabled, line, other);
  }

  ServerLine withOptions(String other) {
    return new ServerLine(name, address, id, cookie, other, weight, disabled, line, backend);
  }
}
