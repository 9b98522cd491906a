// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import io.smartstack.sidecar.config.CheckConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The text of a check's GET. */
final class HttpRequest {

  private HttpRequest() {}

  /** The request as it goes over the wire; the configuration's headers replace our own. */
  static byte[] of(CheckConfig.Http config, String host, int port) throws CheckFailedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", authority(host, port, config.ssl()));
    headers.put("User-Agent", "smartstack-nerve");
    headers.put("Accept", "*/*");
    headers.put("Connection", "close");
    headers.putAll(config.headers());
    StringBuilder text = new StringBuilder();
    text.append("GET ").append(oneLine("uri", config.uri())).append(" HTTP/1.1\r\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = oneLine("header name", header.getKey());
      text.append(name).append(": ").append(oneLine("header " + name, header.getValue()));
      text.append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String authority(String host, int port, boolean ssl) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (ssl ? 443 : 80) ? name : name + ":" + port;
  }

  private static String oneLine(String what, String value) throws CheckFailedException {
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
      throw new CheckFailedException(what + " holds a line break");
    }
    return value;
  }
}
