// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.smartstack.crd.v1.SmartService;
import java.util.Objects;

/** Our own status is no reason to reconcile again; a changed annotation, such as a pause, is. */
final class SpecOrAnnotations implements OnUpdateFilter<SmartService> {

  @Override
  public boolean accept(SmartService now, SmartService old) {
    var after = now.getMetadata();
    var before = old.getMetadata();
    return !Objects.equals(after.getUid(), before.getUid())
        || !Objects.equals(after.getGeneration(), before.getGeneration())
        || !Objects.equals(after.getAnnotations(), before.getAnnotations())
        || !Objects.equals(after.getDeletionTimestamp(), before.getDeletionTimestamp());
  }
}
