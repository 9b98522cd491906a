// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a host. A name is looked up on a thread of its own, since a lookup can't be
 * bounded; a run that comes while one is still going waits for that one.
 */
final class Addresses {

  // A lookup is a native call: on a virtual thread it would hold a carrier, and so other checks.
  private static final Executor LOOKUPS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("lookup-", 0).factory());

  private final String host;
  private final @Nullable InetAddress literal;
  private @Nullable CompletableFuture<List<InetAddress>> lookup;

  Addresses(String host) {
    this.host = host.startsWith("[") && host.endsWith("]") ? inner(host) : host;
    this.literal = literal(this.host);
  }

  /** The host without brackets. */
  String host() {
    return host;
  }

  /** Whether the host is a name and not an address. */
  boolean named() {
    return literal == null;
  }

  /** All addresses, in the system's order. */
  synchronized List<InetAddress> resolve(Deadline deadline)
      throws IOException, InterruptedException {
    if (literal != null) {
      return List.of(literal);
    }
    if (lookup == null) {
      lookup = new CompletableFuture<>();
      LOOKUPS.execute(lookUp(lookup));
    }
    try {
      List<InetAddress> found = lookup.get(deadline.nanos(), TimeUnit.NANOSECONDS);
      lookup = null;
      return found;
    } catch (TimeoutException e) {
      throw new CheckFailedException(deadline.missed() + ": still looking up \"" + host + "\"");
    } catch (ExecutionException e) {
      lookup = null;
      throw new CheckFailedException("host \"" + host + "\" is unknown");
    }
  }

  private Runnable lookUp(CompletableFuture<List<InetAddress>> answer) {
    return () -> {
      try {
        answer.complete(List.of(InetAddress.getAllByName(host)));
      } catch (UnknownHostException | RuntimeException e) {
        answer.completeExceptionally(e);
      }
    };
  }

  private static String inner(String bracketed) {
    return bracketed.substring(1, bracketed.length() - 1);
  }

  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
