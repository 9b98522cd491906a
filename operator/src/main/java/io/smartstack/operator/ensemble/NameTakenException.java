// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

/** An object that an ensemble needs is there already and belongs to somebody else. */
final class NameTakenException extends RuntimeException {

  private final String reason;

  NameTakenException(String kind, String name) {
    super(kind + " " + name + " is somebody else's");
    this.reason =
        "%s %s is there and belongs to somebody else, or to a former ensemble of this name that is still being deleted"
            .formatted(kind, name);
  }

  /** For people. */
  String reason() {
    return reason;
  }
}
