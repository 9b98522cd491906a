// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.Files;
import io.smartstack.operator.compile.Lookup;
import io.smartstack.operator.compile.ServiceName;
import io.smartstack.operator.compile.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompiledTest {

  private final Map<ServiceName, SmartService> services = new HashMap<>();
  private final Lookup lookup = name -> Optional.ofNullable(services.get(name));
  private final SmartService cart = service("cart", "uses: [{name: stock}]");
  private final SmartService stock = service("stock", "synapse: {port: 4000}");
  private final Compiled compiled =
      Compiled.of(
          new Compiler(Surroundings.inCluster("cluster.local")), List.of(cart), lookup, null);

  private SmartService service(String name, String spec) {
    SmartService service =
        Serialization.unmarshal(
            """
            metadata: {namespace: shop, name: %s, uid: %s, generation: 1}
            spec:
              ensemble: {name: zk}
              %s
            """
                .formatted(name, name, spec),
            SmartService.class);
    services.put(ServiceName.of(service), service);
    return service;
  }

  private boolean holds(@Nullable Files now) {
    return compiled.holds(List.of(cart), lookup, now);
  }

  @Test
  void nothingIsMadeAnewAsLongAsNothingIsDifferent() {
    assertThat(compiled.holds(List.of(cart), lookup, null)).isTrue();
  }

  @Test
  void thatTheFilesAreThereNowIsNothingDifferent() {
    assertThat(holds(compiled.made().files())).isTrue();
    assertThat(holds(new Files("{}", "{}"))).isFalse();
  }

  @Test
  void aServiceThatChangedIsCompiled() {
    cart.getMetadata().setGeneration(2L);
    assertThat(compiled.holds(List.of(cart), lookup, null)).isFalse();
  }

  @Test
  void aServiceThatChangedIsCompiledByThoseThatUseItToo() {
    stock.getMetadata().setGeneration(2L);
    assertThat(compiled.holds(List.of(cart), lookup, null)).isFalse();
  }

  @Test
  void aUsedServiceThatIsGoneOrAnotherOfItsNameIsADifference() {
    stock.getMetadata().setUid("another");
    assertThat(compiled.holds(List.of(cart), lookup, null)).isFalse();
    services.remove(ServiceName.of(stock));
    assertThat(compiled.holds(List.of(cart), lookup, null)).isFalse();
  }
}
