// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench.jmh;

import io.smartstack.sidecar.backend.Port;
import io.smartstack.sidecar.registry.Registration;
import io.smartstack.sidecar.registry.ZnodeName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A registration as bytes and as a name, and back. */
@State(Scope.Benchmark)
public class RegistrationPath {

  private final Registration registration =
      new Registration("10.0.0.1", Port.of(8000), "service_a_node_1", 10, null, null);
  private final byte[] payload = registration.bytes();
  private final String name = ZnodeName.encoded("service_a_node_1", payload) + "0000000002";

  /** What Nerve writes. */
  @Benchmark
  public byte[] payloadIsWritten() {
    return registration.bytes();
  }

  /** What Synapse reads. */
  @Benchmark
  public Registration.Reading payloadIsRead() {
    return Registration.read(payload);
  }

  /** The payload into the name. */
  @Benchmark
  public String nameIsEncoded() {
    return ZnodeName.encoded("service_a_node_1", payload);
  }

  /** The payload out of the name, and its number. */
  @Benchmark
  public Registration.Reading nameIsDecoded() {
    return Registration.read(ZnodeName.payload(name).orElseThrow());
  }
}
