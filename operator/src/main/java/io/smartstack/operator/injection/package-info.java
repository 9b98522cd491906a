// SPDX-License-Identifier: Apache-2.0
/**
 * Injection: a labelled pod gets its sidecar.
 *
 * <p>In: the API server's admission reviews. Out: JSON patches, and on each pod the reason where
 * there is none.
 *
 * <p>Invariants: the same pod twice gives the same pod; nothing of the application is changed but a
 * missing preStop; a pod is never refused because of us unless the chart says so.
 */
@NullMarked
package io.smartstack.operator.injection;

import org.jspecify.annotations.NullMarked;
