// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells pods, some at a time, while reconciliations go on: the files of a hundred services are
 * written before a thousand pods hear of them. A pod that is to be told twice is told the last.
 */
final class Nudges {

  private static final Logger log = LoggerFactory.getLogger(Nudges.class);
  private static final int AT_A_TIME = 8;

  /** How one pod is told; its failures are its own. */
  interface Teller {
    void tell(PodFacts pod, String annotation);
  }

  private record Nudge(PodFacts pod, String annotation) {}

  private final Teller teller;
  private final Map<String, Nudge> waiting = new LinkedHashMap<>();
  private final Set<String> busy = new HashSet<>();
  private int workers;

  Nudges(Teller teller) {
    this.teller = teller;
  }

  /** Returns at once. */
  synchronized void tell(Map<PodFacts, String> annotations) {
    annotations.forEach((pod, annotation) -> waiting.put(pod.uid(), new Nudge(pod, annotation)));
    while (workers < Math.min(AT_A_TIME, waiting.size())) {
      workers++;
      Thread.ofVirtual().name("nudge").start(this::work);
    }
  }

  private void work() {
    for (Nudge next = next(null); next != null; next = next(next)) {
      try {
        teller.tell(next.pod(), next.annotation());
      } catch (RuntimeException e) { // whatever it was, the next pod may be told
        log.atWarn()
            .addKeyValue("pod", next.pod().namespace() + "/" + next.pod().name())
            .setCause(e)
            .log("the pod can't be told of its files");
      }
    }
  }

  /** One of a pod that nobody is telling; null when the worker may go. */
  private synchronized @Nullable Nudge next(@Nullable Nudge done) {
    if (done != null) {
      busy.remove(done.pod().uid());
    }
    for (Iterator<Nudge> all = waiting.values().iterator(); all.hasNext(); ) {
      Nudge nudge = all.next();
      if (busy.add(nudge.pod().uid())) {
        all.remove();
        return nudge;
      }
    }
    workers--;
    return null;
  }
}
