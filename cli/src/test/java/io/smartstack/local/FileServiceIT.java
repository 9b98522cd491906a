// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartstack.load.LoadGenerator;
import io.smartstack.load.Sample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileServiceIT {

  @TempDir Path directory;

  @Test
  void aFileIsServedOnceItExistsAndNothingOutsideTheDirectory() throws Exception {
    Path www = Files.createDirectory(directory.resolve("www"));
    Files.writeString(directory.resolve("secret"), "s");
    try (FileService service = FileService.open(new InetSocketAddress("127.0.0.1", 0), www)) {
      assertThat(get(service, "/health").statusCode()).isEqualTo(404);

      Files.writeString(www.resolve("health"), "");
      assertThat(get(service, "/health").statusCode()).isEqualTo(200);
      assertThat(get(service, "/%2e%2e/secret").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void itBearsTheWalkthroughsLoadWithoutASingleFailure() throws Exception {
    Files.writeString(directory.resolve("whoami"), "me\n");
    try (FileService service = FileService.open(new InetSocketAddress("127.0.0.1", 0), directory);
        LoadGenerator load =
            LoadGenerator.start(
                InetAddress.getByName("127.0.0.1"),
                service.address(),
                "/whoami",
                8,
                200,
                Duration.ofSeconds(10))) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.samples().size() >= 600);
      assertThat(load.samples()).noneMatch(Sample::failed);
      assertThat(load.reconnects()).isZero();
    }
  }

  private static HttpResponse<String> get(FileService service, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + service.address().getPort() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
