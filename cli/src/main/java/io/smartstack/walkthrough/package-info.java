/**
 * The walkthrough: six machines on loopback, set up step by step, then every failure with its
 * recovery, under load.
 *
 * <p>In: the machines files of {@code examples/local}. Out: on screen what a reader of the seed
 * would see and what was measured, a verdict per step, a report in the directory.
 *
 * <p>Invariants: a verdict comes from what was observed from outside (answers, znodes, log lines,
 * HAProxy's statistics), never from what a step meant to do; everything that was started is ended.
 */
@NullMarked
package io.smartstack.walkthrough;

import org.jspecify.annotations.NullMarked;
