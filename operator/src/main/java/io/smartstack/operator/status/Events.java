// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what happened to an object: Kubernetes Events, each written once. */
public interface Events {

  /**
   * Something a person would want to know.
   *
   * @param about the object it happened to
   * @param reason one word, in CamelCase
   * @param note for people
   */
  void normal(HasMetadata about, String reason, String note);

  /** Something a person should do something about; parameters as above. */
  void warning(HasMetadata about, String reason, String note);
}
