// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.smartstack.operator.registry.Registries;
import java.util.List;

/** The leader's work: the webhook's certificate, then the reconcilers. */
record Leading(WebhookDoor door, Controllers controllers, Registries registries) implements Work {

  @Override
  public void start() {
    door.lead();
    controllers.start();
  }

  @Override
  public List<String> problems() {
    return controllers.problems();
  }

  @Override
  public void stop() {
    door.follow();
    controllers.stop();
    registries.close();
  }
}
