// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

/** Member n of the one ensemble is {@code <network>.n}. */
record LoopbackAddresses(String network) implements MemberAddresses {

  @Override
  public String quorum(String namespace, String ensemble, int id) {
    return network + "." + id;
  }

  @Override
  public String client(String namespace, String ensemble, int id) {
    return quorum(namespace, ensemble, id);
  }
}
