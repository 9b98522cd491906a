// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smartstack.apiserver.ApiServer;
import io.smartstack.apiserver.AuditLog;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class WriteGateIT {

  private final ApiServer api = ApiServer.shared();

  @Test
  void whoDoesNotLeadReadsAndSendsNoWriteOfAnyKind() {
    String namespace = api.newNamespace("gate");
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("map")
            .endMetadata()
            .build();
    AtomicBoolean leads = new AtomicBoolean(true);
    try (KubernetesClient client =
        Clients.gated(api.config(api.adminToken()), new WriteGate(leads::get))) {
      client.resource(map).create();
      leads.set(false);
      AuditLog.Mark mark = api.audit().mark();

      assertThat(client.resource(map).get()).isNotNull();
      assertThatThrownBy(() -> client.resource(map).update()).hasMessageContaining("doesn't lead");
      assertThatThrownBy(() -> client.resource(map).serverSideApply())
          .hasMessageContaining("doesn't lead");
      assertThatThrownBy(() -> client.resource(map).delete()).hasMessageContaining("doesn't lead");
      assertThatThrownBy(() -> client.pods().inNamespace(namespace).withName("p").evict())
          .hasMessageContaining("doesn't lead");

      leads.set(true);
      client.resource(map).delete();
      assertThat(
              api.audit().writesSince(mark).stream()
                  .filter(
                      write -> write.namespace().equals(namespace) && write.user().equals("admin"))
                  .map(AuditLog.Write::verb))
          .containsExactly("delete");
    }
  }
}
