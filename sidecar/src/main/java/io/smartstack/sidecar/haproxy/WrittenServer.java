// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import org.jspecify.annotations.Nullable;

/**
 * A {@code server} line as {@link ServerText} wrote it.
 *
 * @param id 0 when there is none
 * @param options what stands after these, before {@code disabled}
 * @param occupant who stands on a slot's line, null where that is not said
 */
record WrittenServer(
    String name,
    String address,
    int id,
    @Nullable String cookie,
    String options,
    boolean disabled,
    @Nullable String occupant) {

  private static final String START = "\tserver ";
  private static final String ID = " id ";
  private static final String COOKIE = " cookie ";
  private static final String DISABLED = " disabled";
  private static final String OCCUPANT = " # ";
  private static final int MOST_DIGITS = 9;

  /** Reads one; null when the line is something else. */
  static @Nullable WrittenServer read(String line) {
    int name = line.startsWith(START) ? wordEnd(line, START.length()) : 0;
    int address = name > START.length() && isSpace(line, name) ? wordEnd(line, name + 1) : 0;
    if (address <= name + 1) {
      return null;
    }
    int id = line.startsWith(ID, address) ? digitsEnd(line, address + ID.length()) : 0;
    int at = id > address + ID.length() ? id : address;
    int cookie = line.startsWith(COOKIE, at) ? wordEnd(line, at + COOKIE.length()) : 0;
    int options = cookie > at + COOKIE.length() ? cookie : at;
    int mark = line.lastIndexOf(OCCUPANT);
    boolean occupied =
        mark >= options
            && mark + OCCUPANT.length() < line.length()
            && wordEnd(line, mark + OCCUPANT.length()) == line.length();
    int end = occupied ? mark : line.length();
    boolean disabled = end - DISABLED.length() >= options && endsDisabled(line, end);
    return new WrittenServer(
        line.substring(START.length(), name),
        line.substring(name + 1, address),
        at > address ? Integer.parseInt(line, address + ID.length(), at, 10) : 0,
        options > at ? line.substring(at + COOKIE.length(), options) : null,
        line.substring(options, disabled ? end - DISABLED.length() : end).strip(),
        disabled,
        occupied ? line.substring(mark + OCCUPANT.length()) : null);
  }

  /**
   * What it says.
   *
   * @param inherited the section's {@code default-server}
   * @param number the line's
   */
  ServerLine line(String inherited, int number) {
    int weight = ServerOptions.weight(options, ServerOptions.weight(inherited, 1));
    return new ServerLine(name, address, id, cookie, options, weight, disabled, number, null);
  }

  private static boolean endsDisabled(String line, int end) {
    return line.startsWith(DISABLED, end - DISABLED.length());
  }

  private static boolean isSpace(String line, int at) {
    return at < line.length() && line.charAt(at) == ' ';
  }

  private static int wordEnd(String line, int from) {
    int end = from;
    while (end < line.length() && !Words.isBlank(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int digitsEnd(String line, int from) {
    int end = from;
    while (end < line.length() && end < from + MOST_DIGITS && Words.isDigit(line.charAt(end))) {
      end++;
    }
    return end;
  }
}
