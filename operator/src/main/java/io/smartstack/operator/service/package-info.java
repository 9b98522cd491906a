// SPDX-License-Identifier: Apache-2.0
/**
 * Service: what a SmartService asks for comes true in pods, and its status says so.
 *
 * <p>In: SmartServices, pods, what the registry shows. Out: ConfigMaps, nudges to pods, evictions
 * where asked for, statuses and events.
 *
 * <p>Invariant: a sidecar's last good files are never taken away because something else is missing.
 */
@NullMarked
package io.smartstack.operator.service;

import org.jspecify.annotations.NullMarked;
