// SPDX-License-Identifier: Apache-2.0
/** The operator: ensembles, services and injection; {@code Main} opens its doors. */
@NullMarked
package io.smartstack.operator;

import org.jspecify.annotations.NullMarked;
