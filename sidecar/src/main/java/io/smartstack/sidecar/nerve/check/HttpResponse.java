// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one HTTP/1 response: first {@link #status}, then, if wanted, {@link #body}. */
final class HttpResponse {

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/\\d(?:\\.\\d)? (\\d{3})(?: .*)?");
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 1000;

  private final InputStream in;
  private int status;
  private boolean chunked;
  private long length = Long.MAX_VALUE;

  HttpResponse(InputStream in) {
    this.in = in;
  }

  /** The final status; interim ones (1xx) are passed over. */
  int status() throws IOException {
    status = statusLine();
    while (status < 200 && status != 101) {
      headers();
      status = statusLine();
    }
    return status;
  }

  /** The body without its framing, no more than {@code limit} bytes of it. */
  byte[] body(int limit) throws IOException {
    headers();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (status == 204 || status == 304) {
      return body.toByteArray();
    }
    if (!chunked) {
      copy(length, limit, body);
      return body.toByteArray();
    }
    for (long size = chunkSize(); size > 0 && body.size() < limit; size = chunkSize()) {
      copy(size, limit, body);
      if (body.size() < limit) {
        line();
      }
    }
    return body.toByteArray();
  }

  private int statusLine() throws IOException {
    String line = line();
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      String shown = line.length() > 40 ? line.substring(0, 40) + "…" : line;
      throw new CheckFailedException("answer is not HTTP: \"" + shown + "\"");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private void headers() throws IOException {
    for (int i = 0; i < MOST_HEADERS; i++) {
      String line = line();
      if (line.isEmpty()) {
        return;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      if (name.equals("transfer-encoding")) {
        chunked = value.endsWith("chunked");
      } else if (name.equals("content-length")) {
        length = number(value, 10);
      }
    }
    throw new CheckFailedException("answer has too many headers");
  }

  private void copy(long size, int limit, ByteArrayOutputStream body) throws IOException {
    byte[] buffer = new byte[8192];
    long left = Math.min(size, limit - body.size());
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0 && size == Long.MAX_VALUE) {
        return;
      }
      if (count < 0) {
        throw new CheckFailedException("connection closed in the middle of the body");
      }
      body.write(buffer, 0, count);
      left -= count;
    }
  }

  private long chunkSize() throws IOException {
    String line = line();
    int extension = line.indexOf(';');
    return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
  }

  private static long number(String text, int radix) throws CheckFailedException {
    try {
      return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw new CheckFailedException("body has a broken length: \"" + text + "\"");
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new CheckFailedException(
            line.size() == 0 ? "connection closed without an answer" : "answer is incomplete");
      }
      if (line.size() == LONGEST_LINE) {
        throw new CheckFailedException("answer has a line of more than 16 KiB");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
