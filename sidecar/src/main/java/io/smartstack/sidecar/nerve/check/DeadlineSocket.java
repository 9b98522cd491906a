// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket whose reads together end by a deadline. A plain read timeout starts anew with each byte,
 * so a server that trickles would hold a check for ever. TLS reads through it as well.
 */
final class DeadlineSocket extends Socket {

  private Deadline deadline;

  DeadlineSocket(Deadline deadline) {
    super(Proxy.NO_PROXY);
    this.deadline = deadline;
  }

  void deadline(Deadline next) {
    this.deadline = next;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        setSoTimeout(deadline.millis(1));
        try {
          return super.read(bytes, offset, length);
        } catch (SocketTimeoutException e) {
          throw deadline.exceeded();
        }
      }
    };
  }
}
