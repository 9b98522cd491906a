// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of HAProxy, for instance 2.6. */
record HaproxyVersion(int major, int minor) implements Comparable<HaproxyVersion> {

  /** What is assumed when nobody could ask: the oldest version with every feature used here. */
  static final HaproxyVersion ASSUMED = new HaproxyVersion(2, 6);

  private static final Pattern VERSION = Pattern.compile("\\bversion (\\d+)\\.(\\d+)");

  /** Reads what {@code haproxy -v} says; {@link #ASSUMED} when it says no version. */
  static HaproxyVersion parse(String output) {
    Matcher matcher = VERSION.matcher(output);
    return matcher.find()
        ? new HaproxyVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : ASSUMED;
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(new HaproxyVersion(otherMajor, otherMinor)) >= 0;
  }

  @Override
  public int compareTo(HaproxyVersion other) {
    return Comparator.comparingInt(HaproxyVersion::major)
        .thenComparingInt(HaproxyVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
