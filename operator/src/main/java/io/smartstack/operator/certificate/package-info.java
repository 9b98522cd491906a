// SPDX-License-Identifier: Apache-2.0
/**
 * Certificate: the webhook's own authority and serving certificate.
 *
 * <p>In: a Secret and the time. Out: a certificate that is valid now, and the bundle that the API
 * server trusts, old and new authority overlapping.
 *
 * <p>Invariant: one writer, the leader; every replica serves what the Secret holds.
 */
@NullMarked
package io.smartstack.operator.certificate;

import org.jspecify.annotations.NullMarked;
