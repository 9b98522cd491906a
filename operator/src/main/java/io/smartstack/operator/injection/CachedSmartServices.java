// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.smartstack.crd.v1.SmartService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * SmartServices from a watch's cache. What the cache doesn't have is asked for live, because a
 * SmartService and its Deployment are often applied from one file and the pod comes milliseconds
 * later; and waited for a moment, because the file may have them the other way round.
 */
public final class CachedSmartServices implements SmartServices, AutoCloseable {

  private static final Duration LIVE = Duration.ofSeconds(2);
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int WAITING_AT_MOST = 16;

  /** What anybody may write into an annotation goes into a URL only when it can be a name. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private final KubernetesClient client;
  private final List<SharedIndexInformer<SmartService>> informers;
  private final Map<Key, CompletableFuture<SmartService>> awaited = new ConcurrentHashMap<>();
  private final Semaphore waiting = new Semaphore(WAITING_AT_MOST);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("smartservice-", 0).factory());

  private record Key(String namespace, String name) {}

  /**
   * Starts watching, and goes on trying for as long as the API server is away.
   *
   * @param client may get, list and watch SmartServices there
   * @param namespaces that are watched; none means all
   */
  public CachedSmartServices(KubernetesClient client, Set<String> namespaces) {
    this.client = client;
    var resources = client.resources(SmartService.class);
    this.informers =
        namespaces.isEmpty()
            ? List.of(resources.inAnyNamespace().runnableInformer(0))
            : namespaces.stream().map(it -> resources.inNamespace(it).runnableInformer(0)).toList();
    informers.forEach(this::start);
  }

  private void start(SharedIndexInformer<SmartService> informer) {
    informer.exceptionHandler((started, failure) -> true);
    informer.addEventHandler(new Arrivals());
    var _ = informer.start();
  }

  @Override
  public Optional<SmartService> find(String namespace, String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    var key = new Key(namespace, name);
    Optional<SmartService> found = cached(key);
    if (found.isEmpty()) {
      found = live(key);
    }
    return found.isPresent() ? found : aMomentLater(key);
  }

  private Optional<SmartService> cached(Key key) {
    String index = key.namespace() + "/" + key.name();
    return informers.stream()
        .flatMap(informer -> Optional.ofNullable(informer.getStore().getByKey(index)).stream())
        .findFirst();
  }

  private Optional<SmartService> live(Key key) {
    Future<Optional<SmartService>> answer =
        threads.submit(() ->
            Optional.ofNullable(
                client
                    .resources(SmartService.class)
                    .inNamespace(key.namespace())
                    .withName(key.name())
                    .get()));
    try {
      return answer.get(LIVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unknown(key, "the API server didn't answer in time", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw unknown(key, String.valueOf(cause == null ? e.getMessage() : cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(key, "the operator is stopping", e);
    }
  }

  private static SmartServicesUnknownException unknown(Key key, String why, Exception cause) {
    return new SmartServicesUnknownException(
        "SmartService %s could not be read: %s".formatted(key.name(), why), cause);
  }

  /** Not for a crowd: who comes when many wait already is told at once. */
  private Optional<SmartService> aMomentLater(Key key) {
    if (!waiting.tryAcquire()) {
      return Optional.empty();
    }
    try {
      var arrival = awaited.computeIfAbsent(key, it -> new CompletableFuture<>());
      cached(key).ifPresent(arrival::complete);
      return Optional.of(arrival.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      awaited.remove(key);
      waiting.release();
    }
  }

  /** How many pods wait for a SmartService that isn't there. */
  int waiting() {
    return WAITING_AT_MOST - waiting.availablePermits();
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
    threads.shutdownNow();
  }

  private final class Arrivals implements ResourceEventHandler<SmartService> {

    @Override
    public void onAdd(SmartService service) {
      var key = new Key(service.getMetadata().getNamespace(), service.getMetadata().getName());
      var arrival = awaited.get(key);
      if (arrival != null) {
        arrival.complete(service);
      }
    }

    @Override
    public void onUpdate(SmartService before, SmartService after) {}

    @Override
    public void onDelete(SmartService service, boolean unknownState) {}
  }
}
