// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/**
 * Something to tell about an object.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param note at most 1024 bytes of UTF-8; what is longer is cut
 * @param again whether this process told something else under this reason in between, so that an
 *     event of this name is not a restart's repetition
 */
record Telling(HasMetadata about, String type, String reason, String note, boolean again) {

  static final String CONTROLLER = "smartstack-operator";

  private static final int LONGEST_NOTE = 1024;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  Telling {
    note = cut(note);
  }

  /** As an object of the API. */
  Event event(String instance, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(name())
        .withNamespace(namespace())
        .endMetadata()
        .withEventTime(micros(now))
        .withType(type)
        .withReason(reason)
        .withNote(note)
        .withAction("Reconcile")
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withRegarding(regarding())
        .build();
  }

  String name() {
    return EventName.of(about, type, reason, note);
  }

  /** The object's; of an object of the cluster, {@code default}, as the API server demands. */
  String namespace() {
    return Objects.requireNonNullElse(about.getMetadata().getNamespace(), "default");
  }

  static MicroTime micros(Instant time) {
    return new MicroTime(MICROS.format(time));
  }

  private ObjectReference regarding() {
    return new ObjectReferenceBuilder()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .build();
  }

  private static String cut(String note) {
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_NOTE) {
      return note;
    }
    CharBuffer whole = CharBuffer.allocate(LONGEST_NOTE);
    // The decoder leaves out a character that the cut went through.
    StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes, 0, LONGEST_NOTE - "…".length() * 3), whole, false);
    return whole.flip() + "…";
  }
}
