// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks as programs with real parts. In: scenarios, one class each, listed in {@link
 * io.smartstack.bench.Scenarios}. Out: figures with the limit that was measured in the same run, as
 * JSON and as a page. A target that is missed is said, not hidden; one that means a lost request or
 * a reload fails the run.
 */
@NullMarked
package io.smartstack.bench;

import org.jspecify.annotations.NullMarked;
