// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.operator;

import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.AuditLog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the API server was asked for since a moment: the operator's writes by its audit log, and
 * everybody's reads of what only the operator reads by its metrics.
 */
final class Calls {

  private static final Pattern READ =
      Pattern.compile(
          "apiserver_request_total\\{.*resource=\"(configmaps|pods|smartservices|zookeeperensembles)\""
              + ".*verb=\"(GET|LIST)\".*\\} (\\S+)");

  private final ApiServer api;
  private final String user;
  private final AuditLog.Mark since;
  private final Map<String, Double> before;

  private Calls(ApiServer api, String user) {
    this.api = api;
    this.user = user;
    this.since = api.audit().mark();
    this.before = reads(api);
  }

  static Calls from(ApiServer api) {
    return new Calls(api, Replica.user(api));
  }

  /** The operator's writes but those of its Lease. */
  List<AuditLog.Write> writes() {
    return api.audit().writesSince(since).stream()
        .filter(write -> write.user().equals(user) && !write.resource().equals("leases"))
        .toList();
  }

  /** {@code patch configmaps 1000, …}, the most frequent first. */
  static String words(List<AuditLog.Write> writes) {
    return words(
        writes.stream()
            .collect(
                Collectors.groupingBy(
                    write ->
                        write.verb()
                            + " "
                            + write.resource()
                            + (write.subresource().isEmpty() ? "" : "/" + write.subresource()),
                    Collectors.summingDouble(_ -> 1))));
  }

  /** {@code GET configmaps 1000, …}: everybody's, the benchmark's few among them. */
  String reads() {
    Map<String, Double> now = reads(api);
    before.forEach((what, number) -> now.merge(what, -number, Double::sum));
    now.values().removeIf(number -> number < 1);
    return words(now);
  }

  private static String words(Map<String, Double> numbers) {
    return numbers.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(it -> "%s %.0f".formatted(it.getKey(), it.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Double> reads(ApiServer api) {
    var numbers = new TreeMap<String, Double>();
    api.admin()
        .raw("/metrics")
        .lines()
        .map(READ::matcher)
        .filter(Matcher::find)
        .forEach(found ->
            numbers.merge(
                found.group(2) + " " + found.group(1),
                Double.valueOf(found.group(3)),
                Double::sum));
    return numbers;
  }
}
