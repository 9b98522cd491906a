// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import io.smartstack.operator.ensemble.EnsembleSettings;
import io.smartstack.operator.ensemble.MemberAddresses;
import io.smartstack.operator.whole.Loopback;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The operator, all of it, where pods share this machine: a member listens for clients on its pod's
 * address and not on all addresses. Nothing else is different.
 */
public final class OnLoopback {

  private OnLoopback() {}

  /** The pods' network, then the operator's own arguments. */
  public static void main(String[] arguments) {
    var loopback = new Loopback(arguments[0]);
    String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
    System.exit(OperatorCommand.run(new Rooms(addressed(loopback)), own));
  }

  private static UnaryOperator<EnsembleSettings> addressed(Loopback loopback) {
    return usual ->
        new EnsembleSettings(
            usual.imageRepository(),
            usual.clusterDomain(),
            new Addresses(loopback, usual.addresses()),
            usual.busy(),
            usual.steady());
  }

  private record Addresses(Loopback loopback, MemberAddresses usual) implements MemberAddresses {
    @Override
    public String quorum(String namespace, String ensemble, int id) {
      return usual.quorum(namespace, ensemble, id);
    }

    @Override
    public String client(String namespace, String ensemble, int id) {
      return loopback.member(namespace, ensemble, id);
    }
  }
}
