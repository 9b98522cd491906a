// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.crd.v1.CheckSpec;
import io.smartstack.crd.v1.CheckType;
import io.smartstack.crd.v1.NerveSpec;
import io.smartstack.crd.v1.NodeType;
import io.smartstack.crd.v1.RateLimiting;
import io.smartstack.crd.v1.Reporter;
import io.smartstack.crd.v1.SmartService;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One service of {@code nerve.conf.json}. */
final class NerveSection {

  private static final double CHECK_INTERVAL = 0.5;
  private static final double TIMEOUT = 0.1;

  private NerveSection() {}

  /**
   * Writes a service.
   *
   * @param checkHost address for checks that name none, null to leave them the registered one
   */
  static ObjectNode of(
      SmartService service, NerveSpec nerve, List<String> hosts, @Nullable String checkHost) {
    ObjectNode section = Json.object();
    // Replaced by the sidecar, which knows its pod's address.
    section.put("host", "127.0.0.1");
    section.put("port", nerve.port());
    section.put("reporter_type", word(nerve.reporterType()));
    if (nerve.reporterType() == Reporter.ZOOKEEPER) {
      section.set("zk_hosts", Json.list(hosts));
      section.put("zk_path", ServiceName.zkPath(service));
      reporter(section, nerve);
    }
    if (nerve.checkInterval() != CHECK_INTERVAL) {
      section.set("check_interval", Json.number(nerve.checkInterval()));
    }
    if (nerve.checkMocked()) {
      section.put("check_mocked", true);
    }
    if (!nerve.checks().isEmpty()) {
      var checks = section.putArray("checks");
      nerve.checks().forEach(check -> checks.add(check(check, checkHost)));
    }
    rateLimiting(section, nerve.rateLimiting());
    published(section, nerve);
    return section;
  }

  private static void reporter(ObjectNode section, NerveSpec nerve) {
    if (nerve.usePathEncoding()) {
      section.put("use_path_encoding", true);
    }
    if (nerve.nodeType() != NodeType.EPHEMERAL_SEQUENTIAL) {
      section.put("node_type", word(nerve.nodeType()));
    }
    if (nerve.ttlSeconds() != null) {
      section.set("ttl_seconds", Json.number(nerve.ttlSeconds()));
    }
  }

  private static void published(ObjectNode section, NerveSpec nerve) {
    if (nerve.weight() != null) {
      section.put("weight", nerve.weight());
    }
    if (nerve.haproxyServerOptions() != null) {
      section.put("haproxy_server_options", nerve.haproxyServerOptions());
    }
    if (nerve.labels() != null) {
      section.set("labels", Json.sorted(nerve.labels()));
    }
    if (nerve.loadTestConcurrency() != null) {
      section.put("load_test_concurrency", nerve.loadTestConcurrency());
    }
  }

  private static void rateLimiting(ObjectNode section, @Nullable RateLimiting limit) {
    if (limit == null) {
      return;
    }
    ObjectNode limiting = section.putObject("rate_limiting");
    set(limiting, "average_rate", limit.averageRate());
    set(limiting, "max_burst", limit.maxBurst());
    if (!limit.shadowMode()) {
      limiting.put("shadow_mode", false);
    }
  }

  private static JsonNode check(CheckSpec check, @Nullable String checkHost) {
    ObjectNode section = Json.object();
    section.put("type", word(check.type()));
    put(section, "name", check.name());
    put(
        section,
        "host",
        check.host() == null && check.type() != CheckType.NOOP ? checkHost : check.host());
    if (check.port() != null) {
      section.put("port", check.port());
    }
    put(section, "uri", check.uri());
    if (check.timeout() != TIMEOUT) {
      section.set("timeout", Json.number(check.timeout()));
    }
    if (check.rise() != 1) {
      section.put("rise", check.rise());
    }
    if (check.fall() != 1) {
      section.put("fall", check.fall());
    }
    put(section, "expect", check.expect());
    if (check.headers() != null) {
      ObjectNode headers = Json.object();
      check.headers().forEach(headers::put);
      section.set("headers", Json.sorted(headers));
    }
    set(section, "open_timeout", check.openTimeout());
    if (check.ssl() != null) {
      section.put("ssl", check.ssl());
    }
    set(section, "ssl_timeout", check.sslTimeout());
    return section;
  }

  private static void put(ObjectNode section, String key, @Nullable String text) {
    if (text != null) {
      section.put(key, text);
    }
  }

  private static void set(ObjectNode section, String key, @Nullable Double number) {
    if (number != null) {
      section.set(key, Json.number(number));
    }
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
