// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.nerve;

import io.smartstack.sidecar.registry.Ensemble;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a continued session brought along and nobody wants any more: znodes of services that
 * left the configuration while no Nerve was running. Without this they would stand as long as the
 * session does.
 */
final class InheritedZnodes {

  private static final Logger log = LoggerFactory.getLogger(InheritedZnodes.class);

  private final Ensemble ensemble;
  private final Collection<ZooKeeperReporter> reporters;
  private final AtomicBoolean started = new AtomicBoolean();

  private InheritedZnodes(Ensemble ensemble, Collection<ZooKeeperReporter> reporters) {
    this.ensemble = ensemble;
    this.reporters = reporters;
  }

  /**
   * Removes them as soon as there is a connection; returns at once. To be called once per ensemble,
   * when every reporter of the configuration has been made.
   *
   * @param reporters those made so far; may grow meanwhile, as a reload makes more
   */
  static void remove(Ensemble ensemble, Collection<ZooKeeperReporter> reporters) {
    InheritedZnodes inherited = new InheritedZnodes(ensemble, reporters);
    ensemble.onState(inherited::changed);
    inherited.changed(ensemble.state());
  }

  private void changed(Ensemble.State state) {
    if (state == Ensemble.State.CONNECTED && !started.getAndSet(true) && ensemble.reattached()) {
      Thread.ofVirtual().name("nerve-inherited").start(this::work);
    }
  }

  private void work() {
    Backoff backoff = new Backoff(RandomGenerator.getDefault());
    try {
      for (int failures = 1; !removed(); failures++) {
        Thread.sleep(backoff.after(failures).plus(Duration.ofMillis(100)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean removed() throws InterruptedException {
    try {
      for (String path : ensemble.ephemerals()) {
        // Not everything that this process keeps there is a registration.
        if (ensemble.claimedByOther(path, this)) {
          continue;
        }
        byte[] data = ensemble.client().getData().forPath(path);
        int slash = path.lastIndexOf('/');
        String parent = path.substring(0, slash);
        String name = path.substring(slash + 1);
        if (reporters.stream().noneMatch(r -> r.wants(parent, name, data))) {
          log.atInfo().log("nerve: removing zk node at {} of a service no longer configured", path);
          ensemble.client().delete().forPath(path);
        }
      }
      return true;
    } catch (KeeperException.UnimplementedException e) {
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.atDebug().log("nerve: inherited zk nodes can't be read: {}", e.toString());
      return ensemble.client().getState() == CuratorFrameworkState.STOPPED;
    }
  }
}
