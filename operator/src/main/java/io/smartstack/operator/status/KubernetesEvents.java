// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of {@code events.k8s.io/v1}, written by a thread of their own.
 *
 * <p>For an object and a reason, a note is written when it changes. The same note again after
 * another one counts up the series of the event that is there; the same note by a process that has
 * just started writes nothing new, because the name says what is told. Whoever tells never waits
 * and never sees a failure: where more than 1000 wait, or the API server refuses, an event is lost
 * and the log says so.
 */
public final class KubernetesEvents implements Events, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KubernetesEvents.class);
  private static final int WAITING = 1000;
  private static final int REMEMBERED = 10_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String instance;
  private final InstantSource clock;

  /** What waits; the last is empty. */
  private final BlockingQueue<Optional<Telling>> queue = new ArrayBlockingQueue<>(WAITING);

  private final Map<String, String> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Thread writer;
  private volatile boolean closing;

  /**
   * Begins to write.
   *
   * @param client whose user may create and patch events; its timeouts hold
   * @param instance which process tells, at most 128 characters
   * @param clock for the events' times
   */
  public KubernetesEvents(KubernetesClient client, String instance, InstantSource clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("events").start(this::write);
  }

  @Override
  public void normal(HasMetadata about, String reason, String note) {
    tell(about, "Normal", reason, note);
  }

  @Override
  public void warning(HasMetadata about, String reason, String note) {
    tell(about, "Warning", reason, note);
  }

  private void tell(HasMetadata about, String type, String reason, String note) {
    String before;
    synchronized (told) {
      before = told.put(EventName.subject(about) + "#" + reason, note);
    }
    if (note.equals(before) || closing) {
      return;
    }
    if (!queue.offer(Optional.of(new Telling(about, type, reason, note, before != null)))) {
      log.atWarn()
          .addKeyValue("reason", reason)
          .addKeyValue("object", EventName.subject(about))
          .log("Event lost: too many wait for the API server");
    }
  }

  private void write() {
    try {
      for (var next = queue.take(); next.isPresent(); next = queue.take()) {
        write(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() waits no longer
    }
  }

  private void write(Telling telling) {
    try {
      Event event = telling.event(instance, clock.instant());
      try {
        client.resource(event).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        if (telling.again()) {
          countUp(telling);
        }
      }
    } catch (RuntimeException e) { // whatever it was, the next event may be written
      log.atInfo()
          .addKeyValue("reason", telling.reason())
          .addKeyValue("object", EventName.subject(telling.about()))
          .addKeyValue("problem", e.getMessage())
          .log("Event not written");
    }
  }

  private void countUp(Telling telling) {
    Resource<Event> there =
        client.events().v1().events().inNamespace(telling.namespace()).withName(telling.name());
    Event event = there.get();
    if (event == null) {
      return; // its hour is over just now
    }
    int count = event.getSeries() == null ? 2 : event.getSeries().getCount() + 1;
    Event counted =
        new EventBuilder()
            .withNewMetadata()
            .withName(telling.name())
            .endMetadata()
            .withNewSeries()
            .withCount(count)
            .withLastObservedTime(Telling.micros(clock.instant()))
            .endSeries()
            .build();
    there.patch(PatchContext.of(PatchType.JSON_MERGE), counted);
  }

  /** Writes what waits, for at most two seconds. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!queue.offer(Optional.empty()) || !writer.join(LAST_WORDS)) {
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      writer.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
