// SPDX-License-Identifier: Apache-2.0
/**
 * Status: conditions and events, in words that help a person.
 *
 * <p>In: what a reconciler found. Out: conditions whose times move only when they change, and
 * events that are written once.
 */
@NullMarked
package io.smartstack.operator.status;

import org.jspecify.annotations.NullMarked;
