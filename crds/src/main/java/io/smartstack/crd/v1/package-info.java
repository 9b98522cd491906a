// SPDX-License-Identifier: Apache-2.0
/**
 * The custom resources of {@code smartstack.io/v1}: the contract between people and the operator.
 *
 * <p>In: YAML. Out: records with every default filled in, whoever read them: the API server by the
 * schema made from these types, or a person's machine by the types alone.
 *
 * <p>Invariants: a default in the schema is the same as in the record; every field has a
 * description; nothing here knows anything else of the project.
 */
@NullMarked
package io.smartstack.crd.v1;

import org.jspecify.annotations.NullMarked;
