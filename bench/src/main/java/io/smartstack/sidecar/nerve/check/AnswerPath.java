// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A service's answer to a check. */
@State(Scope.Benchmark)
public class AnswerPath {

  private final byte[] answer =
      """
      HTTP/1.1 200 OK\r
      Date: Mon, 23 Nov 2026 10:00:00 GMT\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Length: 3\r
      Connection: close\r
      \r
      OK
      """
          .getBytes(StandardCharsets.US_ASCII);

  /** Status, headers and body. */
  @Benchmark
  public int answerIsRead() throws IOException {
    HttpResponse response = new HttpResponse(new ByteArrayInputStream(answer));
    return response.status() + response.body(1024).length;
  }
}
