// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Conditions of the house that ArchUnit does not bring. */
final class HouseRules {

  private HouseRules() {}

  static ArchCondition<JavaClass> liveInADescribedNullMarkedPackage() {
    return new ArchCondition<>("live in a @NullMarked package with a package-info") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean described = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(new SimpleConditionEvent(type, described, type.getPackageName()));
      }
    };
  }
}
