// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;

/** The two ways to the API server: one for everything, behind the gate, one for the Lease alone. */
final class Clients {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration REQUEST = Duration.ofSeconds(15);
  private static final Duration WATCH_AGAIN = Duration.ofSeconds(1);
  private static final String AGENT = "smartstack-operator/" + Version.current();

  private Clients() {}

  /**
   * For everything but the Lease. A request is tried three more times within a second and a half
   * where the server answers 5xx or the connection breaks, then its caller hears of it; a watch is
   * opened again for ever.
   */
  static KubernetesClient gated(Config config, Interceptor gate) {
    Config patient =
        new ConfigBuilder(config)
            .withUserAgent(AGENT)
            .withConnectionTimeout((int) CONNECT.toMillis())
            .withRequestTimeout((int) REQUEST.toMillis())
            .withRequestRetryBackoffLimit(3)
            .withRequestRetryBackoffInterval(200)
            .withWatchReconnectInterval((int) WATCH_AGAIN.toMillis())
            .withWatchReconnectLimit(-1)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(patient)
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("leader", gate))
        .build();
  }

  /** For a question that its asker repeats: one try. */
  static KubernetesClient asking(Config config) {
    return once(config, CONNECT, REQUEST);
  }

  /** For the Lease: one try, over before the deadline; the election itself tries again. */
  static KubernetesClient election(Config config, LeaderTerms terms) {
    Duration patience = terms.deadline().dividedBy(2);
    return once(config, patience, patience);
  }

  private static KubernetesClient once(Config config, Duration connect, Duration request) {
    Config hasty =
        new ConfigBuilder(config)
            .withUserAgent(AGENT)
            .withConnectionTimeout((int) connect.toMillis())
            .withRequestTimeout((int) request.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(hasty).build();
  }
}
