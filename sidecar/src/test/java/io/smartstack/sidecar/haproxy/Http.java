// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Just enough HTTP for the tests, without a client that retries by itself. */
final class Http {

  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

  private Http() {}

  /** One answer. */
  record Answer(int status, String body, boolean closes) {}

  /** A connection to a port of this machine. */
  static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    return socket;
  }

  /** One request on a connection of its own. */
  static Answer get(int port) throws IOException {
    try (Socket socket = connect(port)) {
      return get(socket, false);
    }
  }

  static Answer get(Socket socket, boolean keepAlive) throws IOException {
    String request =
        "GET / HTTP/1.1\r\nHost: test\r\n" + (keepAlive ? "" : "Connection: close\r\n") + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    String head = readHead(in);
    if (head == null) {
      throw new EOFException("closed before an answer");
    }
    Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    byte[] body =
        length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
    return new Answer(
        Integer.parseInt(head.split(" ", 3)[1]),
        new String(body, StandardCharsets.US_ASCII),
        head.toLowerCase(Locale.ROOT).contains("connection: close"));
  }

  /** Everything up to the empty line, null at the end of the stream. */
  static @Nullable String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.US_ASCII);
  }
}
