// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What a service's watch gets from outside.
 *
 * @param reporters makes its reporters
 * @param metrics counts what it does
 * @param clock tells the time of day, for people
 * @param nanoTime tells the time that no one can set
 * @param maxFailures failed reports in a row after which they are complained of
 * @param patience how long a replaced registration waits for its successor
 */
record Surroundings(
    ReporterFactory reporters,
    NerveMetrics metrics,
    InstantSource clock,
    LongSupplier nanoTime,
    IntSupplier maxFailures,
    Duration patience) {}
