// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.List;

/**
 * A whole HAProxy configuration: its text and what it says.
 *
 * @param text the file
 * @param structure the text without its time line and its server lines: two configurations of equal
 *     structure differ in their servers alone
 * @param sections the backend sections, in file order
 * @param allocation the ids and slots in this text, for the next one
 * @param warnings what was left out or completed, one sentence each; the same for the same input
 */
record Rendered(
    String text,
    String structure,
    List<BackendSection> sections,
    Allocation allocation,
    List<String> warnings) {}
