// SPDX-License-Identifier: Apache-2.0
/**
 * Footprint: what a sidecar costs, and what the operator costs, with nothing to do and while they
 * start.
 *
 * <p>In: the files of the images, prepared as an image's build does it, and the kernel's account of
 * the processes started from them. Out: memory shared out (PSS), processor time, time until the
 * first registration. Holds: what is compared was measured in turns in one run.
 */
@NullMarked
package io.smartstack.bench.footprint;

import org.jspecify.annotations.NullMarked;
