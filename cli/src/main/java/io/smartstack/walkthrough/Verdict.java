// SPDX-License-Identifier: Apache-2.0
package io.smartstack.walkthrough;

/**
 * One thing that was looked at.
 *
 * @param what what must hold
 * @param holds whether it did
 * @param observed what was seen
 */
record Verdict(String what, boolean holds, String observed) {}
