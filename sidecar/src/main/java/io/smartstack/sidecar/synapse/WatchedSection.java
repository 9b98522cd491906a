// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.synapse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smartstack.sidecar.synapse.Znodes.Answer;
import io.smartstack.sidecar.synapse.Znodes.Unanswered;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code haproxy} section at {@code generator_config_path}, as it was last read. */
final class WatchedSection {

  private static final Logger log = LoggerFactory.getLogger(WatchedSection.class);

  private final String service;
  private final @Nullable String path;
  private final ZnodeSection.Reader reader;
  private final Counter bad;
  private ZnodeSection now;
  private boolean answered;

  WatchedSection(
      String service,
      @Nullable String path,
      ZnodeSection known,
      ZnodeSection.Reader reader,
      MeterRegistry meters) {
    this.service = service;
    this.path = path;
    this.now = known;
    this.reader = reader;
    this.bad = meters.counter("synapse.watcher.zk.get_config_failed", "service", service);
  }

  ZnodeSection now() {
    return now;
  }

  void read(Znodes znodes) throws Unanswered, InterruptedException {
    if (path == null) {
      return;
    }
    Answer answer = znodes.read(path);
    // A znode that is gone, or new and never written, is no decision to drop its section; only a
    // new process takes it as one.
    if (!answered || answer.data().length > 0 || answer.written()) {
      answered = true;
      ZnodeSection before = now;
      now = before.after(answer.data(), reader);
      tell(before, path);
    }
  }

  private void tell(ZnodeSection before, String at) {
    if (now.problem() != null && !now.problem().equals(before.problem())) {
      bad.increment();
      log.atWarn()
          .addKeyValue("service", service)
          .log("synapse: generator config at {} is not used: {}", at, now.problem());
    } else if (!Objects.equals(now.json(), before.json())) {
      log.atInfo()
          .addKeyValue("service", service)
          .log("synapse: discovered config_for_generator for service {}", service);
    }
  }
}
