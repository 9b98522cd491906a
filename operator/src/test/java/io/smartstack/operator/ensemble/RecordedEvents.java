// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.smartstack.operator.status.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events, kept. */
final class RecordedEvents implements Events {

  private final List<String> all = new CopyOnWriteArrayList<>();

  @Override
  public void normal(HasMetadata about, String reason, String note) {
    all.add(reason + ": " + note);
  }

  @Override
  public void warning(HasMetadata about, String reason, String note) {
    all.add("! " + reason + ": " + note);
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
