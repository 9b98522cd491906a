// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import java.util.Locale;

/** Figures as people read them. */
final class Words {

  private Words() {}

  /** A number with as many digits as say something: 1,204 or 13.1 or 1.62 or 0.048. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
    String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
    return text.contains(".") ? text.replaceFirst("0+$", "").replaceFirst("\\.$", "") : text;
  }
}
