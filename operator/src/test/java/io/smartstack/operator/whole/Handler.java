// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a probe or a hook does in one container: a command, or a question over HTTP. */
record Handler(Sandbox sandbox, Container container, Map<String, String> environment) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Whether it succeeded in time. */
  boolean succeeds(@Nullable ExecAction exec, @Nullable HTTPGetAction get, Duration timeout)
      throws InterruptedException {
    try {
      return exec != null ? exec(exec, timeout) : get == null || get(get, timeout);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean exec(ExecAction exec, Duration timeout) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                sandbox.inside(
                    exec.getCommand().stream().map(it -> sandbox.here(container, it)).toList()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  private boolean get(HTTPGetAction get, Duration timeout)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://%s:%d%s"
                .formatted(sandbox.address(), get.getPort().getIntVal(), get.getPath()));
    var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    return status >= 200 && status < 400;
  }
}
