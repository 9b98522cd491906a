// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.parts;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does one thing to many.
 *
 * @param atOnce so many at a time
 */
public record Crowd(int atOnce) {

  /** What is done to each. */
  public interface Deed<T> {
    /** Does it. */
    void to(T thing) throws Exception;
  }

  /**
   * Returns when all is done.
   *
   * @throws ExecutionException with the first failure, which ends it
   */
  public <T> void each(Collection<T> things, Deed<T> deed) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Boolean>> all =
          things.stream()
              .map(thing -> threads.submit((Callable<Boolean>) () -> done(thing, deed)))
              .toList();
      for (Future<Boolean> one : all) {
        try {
          one.get();
        } catch (ExecutionException e) {
          threads.shutdownNow();
          throw e;
        }
      }
    }
  }

  private static <T> boolean done(T thing, Deed<T> deed) throws Exception {
    deed.to(thing);
    return true;
  }
}
