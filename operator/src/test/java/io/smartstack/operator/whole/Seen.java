// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.crd.v1.ZooKeeperEnsemble;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is in a namespace, as watches tell it: twenty namespaces in which somebody asks four times a
 * second would keep the API server busier than their operators do.
 */
final class Seen implements AutoCloseable {

  private final String namespace;
  private final Semaphore news = new Semaphore(0);
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<ConfigMap> configMaps;
  private final SharedIndexInformer<SmartService> services;
  private final SharedIndexInformer<ZooKeeperEnsemble> ensembles;

  Seen(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    pods = watched(client.pods().inNamespace(namespace));
    configMaps = watched(client.configMaps().inNamespace(namespace));
    services = watched(client.resources(SmartService.class).inNamespace(namespace));
    ensembles = watched(client.resources(ZooKeeperEnsemble.class).inNamespace(namespace));
  }

  private <T extends HasMetadata> SharedIndexInformer<T> watched(Informable<T> resources) {
    return resources.inform(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T object) {
            news.release();
          }

          @Override
          public void onUpdate(T before, T after) {
            news.release();
          }

          @Override
          public void onDelete(T object, boolean unknown) {
            news.release();
          }
        });
  }

  /** Returns when something has changed since the last call, and in any case after a while. */
  void awaitNews(long milliseconds) throws InterruptedException {
    if (news.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  List<Pod> pods() {
    return pods.getStore().list();
  }

  Pod pod(String name) {
    return requireNonNull(pods.getStore().getByKey(key(name)), name);
  }

  @Nullable ConfigMap configMap(String name) {
    return configMaps.getStore().getByKey(key(name));
  }

  @Nullable SmartService service(String name) {
    return services.getStore().getByKey(key(name));
  }

  @Nullable ZooKeeperEnsemble ensemble(String name) {
    return ensembles.getStore().getByKey(key(name));
  }

  private String key(String name) {
    return namespace + "/" + name;
  }

  @Override
  public void close() {
    pods.close();
    configMaps.close();
    services.close();
    ensembles.close();
  }
}
