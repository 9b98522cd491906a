// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.compile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartstack.sidecar.config.ConfigException;
import io.smartstack.sidecar.config.NerveConfigFile;
import io.smartstack.sidecar.config.Problem;
import io.smartstack.sidecar.config.SynapseConfigFile;
import java.util.List;
import java.util.stream.Collectors;

/** What the sidecar's own reader says of a file. */
final class Refusals {

  private Refusals() {}

  static List<Problem> ofNerve(ObjectNode file) {
    try {
      NerveConfigFile.parse(Json.text(file));
      return List.of();
    } catch (ConfigException refused) {
      return refused.problems();
    }
  }

  /** Variables of the sidecar's environment aren't known here: each counts as set. */
  static List<Problem> ofSynapse(ObjectNode file) {
    try {
      SynapseConfigFile.parse(Json.text(file), variable -> variable);
      return List.of();
    } catch (ConfigException refused) {
      return refused.problems();
    }
  }

  static String said(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }
}
