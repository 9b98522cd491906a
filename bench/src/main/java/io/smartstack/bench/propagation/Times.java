// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.propagation;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of one kind of names, in milliseconds.
 *
 * @param kind the kind
 * @param createAck bare creates
 * @param createRelay bare creates until a bare watcher has told HAProxy one command
 * @param deleteAck bare deletes
 * @param deleteRelay the same with bare deletes
 * @param announced a check that passed until a bare watcher heard of the znode
 * @param told the same announcement until HAProxy routes
 * @param routable a check that passed until HAProxy routes
 * @param withdrawn a check that failed until a bare watcher heard of the znode's end
 * @param untold the same announcement until HAProxy no longer routes
 * @param drained a check that failed until HAProxy no longer routes
 */
record Times(
    String kind,
    List<Double> createAck,
    List<Double> createRelay,
    List<Double> deleteAck,
    List<Double> deleteRelay,
    List<Double> announced,
    List<Double> told,
    List<Double> routable,
    List<Double> withdrawn,
    List<Double> untold,
    List<Double> drained) {

  Times(String kind) {
    this(kind, list(), list(), list(), list(), list(), list(), list(), list(), list(), list());
  }

  private static List<Double> list() {
    return new ArrayList<>();
  }

  /** Milliseconds between two readings of {@link System#nanoTime}. */
  static double millis(long from, long to) {
    return (to - from) / 1e6;
  }
}
