// SPDX-License-Identifier: Apache-2.0
/**
 * Process: the operator as a program: options, leader election, health, metrics, the way out.
 *
 * <p>In: arguments and environment. Out: an exit status. Knows every other room; none knows it.
 */
@NullMarked
package io.smartstack.operator.process;

import org.jspecify.annotations.NullMarked;
