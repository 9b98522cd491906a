// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A chapter: its tests take a {@link Scene}, begin and end with everything steady, and are
 * reported.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Playing.class)
@interface Played {

  /** The chapter's title. */
  String value();
}
