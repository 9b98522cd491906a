// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.stream.IntStream;

/**
 * Whether an object is still as it was asked for. What the API server adds (defaults, status,
 * times) is no drift; what was asked for and is gone, changed or written in another way, is looked
 * at.
 */
final class Drift {

  private Drift() {}

  /** Whether all that is wanted is there. */
  static boolean none(JsonNode wanted, JsonNode live) {
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .allMatch(field ->
              nothing(field.getValue())
                  || (live.has(field.getKey())
                      && none(field.getValue(), live.get(field.getKey()))));
    }
    if (wanted.isArray()) {
      return wanted.size() == live.size()
          && IntStream.range(0, wanted.size()).allMatch(i -> none(wanted.get(i), live.get(i)));
    }
    return wanted.equals(live) || sameQuantity(wanted.asText(), live.asText());
  }

  private static boolean nothing(JsonNode value) {
    return value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  /** The API server writes 1000m as 1. */
  private static boolean sameQuantity(String wanted, String live) {
    try {
      return Quantity.getAmountInBytes(new Quantity(wanted))
              .compareTo(Quantity.getAmountInBytes(new Quantity(live)))
          == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
