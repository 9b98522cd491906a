// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

/**
 * The peer or physical limit of a figure, measured in the same run.
 *
 * @param name what it is: {@code bare create-ack}
 * @param value in the figure's unit
 */
public record Limit(String name, double value) {}
