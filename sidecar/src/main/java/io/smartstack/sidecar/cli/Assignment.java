// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.cli;

import io.smartstack.sidecar.haproxy.Keeper;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one process is to do.
 *
 * @param command the command's name, for the log and the state directory
 * @param admin where the admin endpoint listens when no option says so
 * @param nerve what to provide, null for nothing
 * @param synapse what to find, null for nothing
 * @param keeper who keeps HAProxy alive
 * @param drainFile whose existence begins to drain, null for none
 */
record Assignment(
    String command,
    String admin,
    @Nullable NerveFile nerve,
    @Nullable SynapseFile synapse,
    Keeper keeper,
    @Nullable Path drainFile) {}
