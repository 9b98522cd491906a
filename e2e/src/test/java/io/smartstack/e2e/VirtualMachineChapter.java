// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Played("A machine beside the cluster")
@Order(90)
final class VirtualMachineChapter {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String PROVIDED = "on-vm";
  private static final int PROVIDED_AT = 3216;
  private static final int USED_AT = 3217;
  private static final String UNUSE =
      "kubectl patch smartservice caller --type=json -p '[{\"op\":\"remove\",\"path\":\"/spec/uses/1\"}]'";

  @AfterAll
  static void strike() {
    Shell.run("kubectl delete -f e2e/vm.yaml --ignore-not-found --timeout=2m");
  }

  @Test
  @Order(1)
  @DisplayName(
      "a machine outside provides a service and calls one of pods; then its service is stopped")
  void beside(Scene scene) {
    Machines.mustBeDocker(scene.cluster());
    VirtualMachine machine = new VirtualMachine(scene.stage());
    Callers caller = scene.stage().caller();
    machine.remove();
    try {
      scene.see("kubectl apply -f e2e/vm.yaml");
      scene.see(machine.start());
      scene.deed(machine.startSidecar());
      scene.await("Nerve on the machine has registered it", SOON, () -> registered(scene) == 1);
      scene.see("kubectl get smartservice on-vm -o wide");
      scene.deed(
          "kubectl patch smartservice caller --type=json -p '[{\"op\":\"add\",\"path\":\"/spec/uses/-\",\"value\":{\"name\":\"on-vm\"}}]'");
      scene.await("a pod calls it", SOON, () -> caller.called(PROVIDED).size() == 1);
      scene.traffic(caller, PROVIDED_AT);
      scene.await("the machine has found the pods' service", LONG, () -> machine.reaches(USED_AT));
      String answers = scene.see(machine.call(USED_AT, 500));
      scene.verdict(
          "the machine's calls are answered, every one", answers.startsWith("500 answers"));
      scene.verdict("by the pod", answers.contains("by on-nodes-"));
      scene.lost(0);
      scene.deed(machine.stopApplication());
      scene.noticed(
          "Nerve on the machine", "it is registered no more", SOON, () -> registered(scene) == 0);
      scene.see("kubectl get smartservice on-vm -o wide");
      scene.deed(UNUSE);
      scene.await("no pod calls it", SOON, () -> caller.servers(PROVIDED).isEmpty());
    } catch (Throwable failure) {
      Shell.attempt(UNUSE);
      throw failure;
    } finally {
      machine.remove();
    }
  }

  private static int registered(Scene scene) {
    return scene.cluster().registered(PROVIDED).size();
  }
}
