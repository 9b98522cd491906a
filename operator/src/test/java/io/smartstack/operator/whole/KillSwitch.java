// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees every write of an operator and gives it a name: what is done to which object, and for which
 * time. At the one that it is set to, the operator dies: nothing goes out any more.
 */
final class KillSwitch implements Interceptor {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Where an operator dies: before the write arrives, or when it has arrived and nobody knows. */
  record Point(String write, boolean after) {
    @Override
    public String toString() {
      return (after ? "after " : "before ") + write;
    }
  }

  private static final String NAME = "Smartstack-Write";

  private final String namespace;
  private final @Nullable Point point;
  private final Map<String, Integer> times = new ConcurrentHashMap<>();
  private final List<String> writes = new ArrayList<>();
  private final CompletableFuture<Void> death = new CompletableFuture<>();

  KillSwitch(String namespace, @Nullable Point point) {
    this.namespace = namespace;
    this.point = point;
  }

  /** Completes when the operator has died. */
  CompletableFuture<Void> death() {
    return death;
  }

  /** The writes until now, in order. */
  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    requireAlive();
    if (!READS.contains(request.method())) {
      String path = request.uri().getPath().replaceFirst("^/apis?/([^/]*[.][^/]*/)?v[^/]*/", "");
      String write = named(request.method() + " " + path);
      if (new Point(write, false).equals(point)) {
        die();
      }
      builder.setHeader(NAME, write); // a request that comes back is another object
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    requireAlive();
    for (String write : request.headers(NAME)) {
      if (new Point(write, true).equals(point)) {
        die();
      }
    }
  }

  /** A write that goes elsewhere. */
  void write(String what, Runnable write) {
    requireAlive();
    String name = named(what);
    if (new Point(name, false).equals(point)) {
      die();
    }
    write.run();
    if (new Point(name, true).equals(point)) {
      die();
    }
  }

  private synchronized String named(String what) {
    String like =
        what.replace(namespace, "NS")
            .replaceAll("[0-9a-f]{16,}", "HASH")
            .replaceAll("-[0-9a-z]{5,10}-[0-9a-z]{5}(?=$|/)", "-POD");
    String name = like + " #" + times.merge(like, 1, Integer::sum);
    writes.add(name);
    return name;
  }

  private void requireAlive() {
    if (death.isDone()) {
      throw new KubernetesClientException("this operator is dead");
    }
  }

  private void die() {
    death.complete(null);
    throw new KubernetesClientException("this operator dies here");
  }
}
