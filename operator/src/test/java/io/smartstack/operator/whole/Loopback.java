// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import java.util.concurrent.atomic.AtomicInteger;

/** The pods' network: loopback addresses, of members of ensembles known beforehand. */
public final class Loopback {

  private static final int MEMBERS = 8;
  private static final int ENSEMBLES = 25;
  private static final int FIRST_POD = MEMBERS * ENSEMBLES + 10;

  private final String network;
  private final AtomicInteger pods = new AtomicInteger();

  /**
   * One network.
   *
   * @param network its first three numbers
   */
  public Loopback(String network) {
    this.network = network;
  }

  /** One that no other JVM of this machine uses, as far as can be told. */
  static Loopback own() {
    return new Loopback("127.73." + ProcessHandle.current().pid() % 250);
  }

  String network() {
    return network;
  }

  /** Where the member listens; its id counts from 1. */
  public String member(String namespace, String ensemble, int id) {
    int which = Math.floorMod((namespace + "/" + ensemble).hashCode(), ENSEMBLES);
    return network + "." + (which * MEMBERS + id);
  }

  /** For the next pod; addresses come again when many pods have come and gone. */
  String next() {
    return network + "." + (FIRST_POD + pods.getAndIncrement() % (254 - FIRST_POD));
  }
}
