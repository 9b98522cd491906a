// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code smartstack files}: the simple service of the walkthrough. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description = "Serves the files of a directory over HTTP, as the walkthrough's simple service.")
public final class FilesCommand implements Callable<Integer> {

  @Option(names = "--address", required = true, paramLabel = "ADDRESS", description = "Where.")
  String address = "127.0.0.1";

  @Option(names = "--port", paramLabel = "PORT", description = "Default: 8000.")
  int port = 8000;

  @Option(names = "--dir", paramLabel = "DIR", description = "Default: the working directory.")
  Path directory = Path.of(".");

  @Override
  public Integer call() throws IOException, InterruptedException {
    FileService service = FileService.open(new InetSocketAddress(address, port), directory);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    System.out.printf("Serving HTTP on %s port %d ...%n", address, service.address().getPort());
    new CountDownLatch(1).await();
    return 0;
  }
}
