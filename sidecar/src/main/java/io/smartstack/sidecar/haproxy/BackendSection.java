// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code backend} section.
 *
 * @param service the service it serves
 * @param name the section's name in HAProxy
 * @param servers its server lines, in file order, pre-made slots included
 * @param fixed why servers can't be added at run time (then slots are used), null when they can
 * @param weighable whether a weight can change at run time; a static balance algorithm forbids it
 * @param defaultServer options every server inherits from {@code default-server}, empty for none
 */
record BackendSection(
    String service,
    String name,
    List<ServerLine> servers,
    @Nullable String fixed,
    boolean weighable,
    String defaultServer) {}
