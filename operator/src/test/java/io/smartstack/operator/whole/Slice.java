// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.operator.ensemble.ScriptedEnsemble;
import io.smartstack.operator.process.Core;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.jspecify.annotations.Nullable;

/**
 * A namespace in which people live a life, and an operator that may die of one write and is then
 * replaced by another.
 */
final class Slice implements AutoCloseable {

  private final ApiServer api;
  private final KubernetesClient admin;
  private final String namespace;
  private final ScriptedEnsemble ensemble = new ScriptedEnsemble();
  private final Seen seen;
  private final Runnable life;
  private final ScriptedNodes nodes;
  private final KillSwitch first;
  private @Nullable KubernetesClient client;
  private @Nullable Core operator;

  Slice(
      ApiServer api,
      CuratorFramework zooKeeper,
      String zkHosts,
      Consumer<People> life,
      KillSwitch.@Nullable Point point) {
    this.api = api;
    this.admin = api.admin();
    this.namespace = api.newNamespace("crash");
    this.seen = new Seen(admin, namespace);
    this.life = () -> life.accept(new People(admin, namespace, zkHosts, seen));
    this.nodes = new ScriptedNodes(admin, zooKeeper, namespace, ensemble, seen);
    this.first = new KillSwitch(namespace, point);
  }

  String namespace() {
    return namespace;
  }

  KillSwitch first() {
    return first;
  }

  /** Everything from nothing; the operator's end and its successor come when they come. */
  void live() {
    admin.resource(MutatingWebhook.of(namespace)).create();
    start(first);
    var successor = first.death().thenRunAsync(this::replace, Slice::apart);
    life.run();
    if (first.death().isDone()) {
      successor.join();
    }
  }

  /** Nothing of the dead one reaches anybody, so nobody waits for what is left of it. */
  private synchronized void replace() {
    Core dead = operator;
    KubernetesClient itsClient = client;
    start(new KillSwitch(namespace, null));
    end(dead, itsClient);
  }

  private synchronized void start(KillSwitch through) {
    var config = api.config(api.adminToken());
    KubernetesClient with =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("kill", through))
            .build();
    var core =
        new Core(
            with,
            namespace,
            MutatingWebhook.name(namespace),
            events -> ensemble.reconciler(with, events, through::write));
    client = with;
    operator = core;
    MutatingWebhook.callAt(admin, namespace, core.open());
    try {
      core.start();
    } catch (RuntimeException e) {
      if (!through.death().isDone()) {
        throw e;
      }
    }
  }

  private synchronized void stop() {
    end(operator, client);
  }

  private static void end(@Nullable Core operator, @Nullable KubernetesClient client) {
    apart(() -> {
      if (operator != null) {
        operator.close();
      }
      if (client != null) {
        client.close();
      }
    });
  }

  /** The common pool is the client's: who blocks it, blocks every answer. */
  private static void apart(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  @Override
  public void close() {
    nodes.close();
    seen.close();
    stop();
    // What is left goes with the API server: emptying a namespace is more work than filling it.
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(MutatingWebhook.name(namespace))
        .delete();
  }
}
