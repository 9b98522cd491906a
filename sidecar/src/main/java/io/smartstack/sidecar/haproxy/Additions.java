// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Synapse adds to a configuration of its own accord.
 *
 * @param runtimeSocket the runtime socket that must exist, null to add none
 * @param hardStopAfter how long an old worker may finish its connections after a reload; added to
 *     {@code global} where that says nothing
 * @param version the HAProxy that will read the text: decides which directives it understands and
 *     whether servers can be added at run time (2.6 and later)
 */
record Additions(@Nullable Path runtimeSocket, Duration hardStopAfter, HaproxyVersion version) {}
