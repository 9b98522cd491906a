// SPDX-License-Identifier: Apache-2.0
/**
 * The real parts that scenarios are made of: ZooKeeper servers, sidecars, HAProxy, each a process
 * of its own on loopback. In: a directory and addresses. Out: processes that are up, their
 * processor time and memory. Whatever is started here has ended when it is closed, and at the
 * latest when this JVM ends.
 */
@NullMarked
package io.smartstack.bench.parts;

import org.jspecify.annotations.NullMarked;
