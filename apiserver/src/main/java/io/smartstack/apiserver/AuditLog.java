// SPDX-License-Identifier: Apache-2.0
package io.smartstack.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * Every request to the API server that wants to write, by whomever: also those that were refused,
 * changed nothing or asked for a dry run. The line of a request is there about when its answer is,
 * so wait for a write that you expect, and give one that you don't expect the time to happen.
 */
public final class AuditLog {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /** A moment in the log. */
  public static final class Mark {
    private final long position;
    private final Instant time;

    private Mark(long position, Instant time) {
      this.position = position;
      this.time = time;
    }
  }

  /**
   * One request.
   *
   * @param verb create, update, patch, delete or deletecollection
   * @param user as RBAC knows it: {@code admin}, {@code system:serviceaccount:<namespace>:<name>}
   * @param resource plural, {@code pods} for instance
   * @param namespace empty for what has none
   * @param name empty when the API server was to choose it
   * @param subresource {@code status} for instance, empty for the object itself
   * @param code the answer's HTTP status
   * @param time when the API server received it
   */
  public record Write(
      String verb,
      String user,
      String resource,
      String namespace,
      String name,
      String subresource,
      int code,
      Instant time) {}

  /** Now. */
  public Mark mark() {
    try {
      return new Mark(Files.exists(file) ? Files.size(file) : 0, Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The requests that were received after the mark and have been answered, in answers' order. */
  public List<Write> writesSince(Mark mark) {
    return linesAfter(mark.position)
        .lines()
        .map(AuditLog::parse)
        .filter(write -> !write.time().isBefore(mark.time))
        .toList();
  }

  private String linesAfter(long position) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - position));
      channel.position(position);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Write parse(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      JsonNode object = event.path("objectRef");
      return new Write(
          event.path("verb").asText(),
          event.path("user").path("username").asText(),
          object.path("resource").asText(),
          object.path("namespace").asText(),
          object.path("name").asText(),
          object.path("subresource").asText(),
          event.path("responseStatus").path("code").asInt(),
          Instant.parse(event.path("requestReceivedTimestamp").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
