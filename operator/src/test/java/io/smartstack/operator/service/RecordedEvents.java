// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.smartstack.operator.status.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events, kept for a test to look at. */
final class RecordedEvents implements Events {

  record Recorded(String about, String reason, String note) {}

  private final List<Recorded> all = new CopyOnWriteArrayList<>();

  @Override
  public void normal(HasMetadata about, String reason, String note) {
    add(about, reason, note);
  }

  @Override
  public void warning(HasMetadata about, String reason, String note) {
    add(about, reason, note);
  }

  private void add(HasMetadata about, String reason, String note) {
    all.add(new Recorded(about.getKind() + "/" + about.getMetadata().getName(), reason, note));
  }

  boolean has(String about, String reason) {
    return all.stream().anyMatch(it -> it.about().equals(about) && it.reason().equals(reason));
  }

  long count(String reason) {
    return all.stream().filter(it -> it.reason().equals(reason)).count();
  }
}
