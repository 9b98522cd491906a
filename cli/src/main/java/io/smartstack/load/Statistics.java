// SPDX-License-Identifier: Apache-2.0
package io.smartstack.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The sum of samples.
 *
 * @param sent how many requests
 * @param keepAlive how many of them over kept-alive connections
 * @param failed how many failed
 * @param failedBegun how many of the failed ones had an answer that had begun
 * @param reasons failed requests by what became of them
 * @param nodes good answers by who gave them
 * @param elapsed the stretch of time
 * @param failingFor from the first failed request to the last, zero when at most one failed
 * @param p50 half of the good answers were at least this fast
 * @param p99 99 of 100 good answers were at least this fast
 */
public record Statistics(
    int sent,
    int keepAlive,
    int failed,
    int failedBegun,
    Map<String, Integer> reasons,
    Map<String, Integer> nodes,
    Duration elapsed,
    Duration failingFor,
    Duration p50,
    Duration p99) {

  /** Sums up those samples that started in a stretch of time: from, inclusive, to, exclusive. */
  public static Statistics of(List<Sample> samples, long fromNanos, long toNanos) {
    List<Sample> within =
        samples.stream()
            .filter(sample -> sample.startNanos() - fromNanos >= 0)
            .filter(sample -> sample.startNanos() - toNanos < 0)
            .toList();
    List<Sample> failed = within.stream().filter(Sample::failed).toList();
    List<Sample> good = within.stream().filter(sample -> !sample.failed()).toList();
    return new Statistics(
        within.size(),
        count(within.stream().filter(Sample::keepAlive).toList()),
        failed.size(),
        count(failed.stream().filter(Sample::begun).toList()),
        counted(failed.stream().map(Statistics::reason).toList()),
        counted(good.stream().map(Sample::node).toList()),
        Duration.ofNanos(toNanos - fromNanos),
        spread(failed),
        percentile(good, 50),
        percentile(good, 99));
  }

  /** Requests per second. */
  public double rate() {
    return elapsed.isZero() ? 0 : sent * 1e9 / elapsed.toNanos();
  }

  /** The share of good answers that a node gave, 0 to 1. */
  public double share(String node) {
    int good = nodes.values().stream().mapToInt(Integer::intValue).sum();
    return good == 0 ? 0 : nodes.getOrDefault(node, 0) / (double) good;
  }

  private static String reason(Sample sample) {
    return sample.outcome() == Outcome.NOT_200
        ? Integer.toString(sample.status())
        : sample.outcome().word();
  }

  private static int count(List<Sample> samples) {
    return samples.size();
  }

  private static Map<String, Integer> counted(List<String> words) {
    return words.stream()
        .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.summingInt(w -> 1)));
  }

  private static Duration spread(List<Sample> failed) {
    if (failed.isEmpty()) {
      return Duration.ZERO;
    }
    List<Sample> ordered = new ArrayList<>(failed);
    ordered.sort(Comparator.comparingLong(Sample::startNanos));
    return Duration.ofNanos(ordered.getLast().startNanos() - ordered.getFirst().startNanos());
  }

  private static Duration percentile(List<Sample> good, int percent) {
    if (good.isEmpty()) {
      return Duration.ZERO;
    }
    long[] nanos = good.stream().mapToLong(s -> s.endNanos() - s.startNanos()).sorted().toArray();
    return Duration.ofNanos(nanos[Math.min(nanos.length - 1, nanos.length * percent / 100)]);
  }
}
