// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import io.smartstack.local.HaproxyProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A service that costs nearly nothing: an HAProxy that answers every request itself, at port 8000
 * of some loopback addresses.
 */
public final class Answering implements AutoCloseable {

  /** Where it listens. */
  public static final int PORT = 8000;

  private final Child process;

  private Answering(Child process) {
    this.process = process;
  }

  /** Starts it and waits until it answers at every address. */
  public static Answering at(Path directory, List<String> addresses)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    text.append("global\n  maxconn 4096\n  nbthread 1\n");
    text.append("defaults\n  mode http\n  timeout client 1h\n  timeout http-keep-alive 1h\n");
    text.append("frontend answering\n");
    addresses.forEach(it -> text.append("  bind %s:%d\n".formatted(it, PORT)));
    text.append("  http-request return status 200 content-type text/plain string \"ok\"\n");
    Files.createDirectories(directory);
    Path file = Files.writeString(directory.resolve("answering.cfg"), text);
    Child process =
        Child.start(
            List.of(HaproxyProgram.require().toString(), "-db", "-f", file.toString()),
            Map.of(),
            directory.resolve("answering.log"));
    try {
      for (String address : addresses) {
        Caller.await(address, PORT);
      }
      return new Answering(process);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public void close() {
    process.kill();
  }
}
