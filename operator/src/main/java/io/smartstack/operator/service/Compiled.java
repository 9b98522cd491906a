// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.crd.v1.SmartService;
import io.smartstack.operator.compile.Compilation;
import io.smartstack.operator.compile.Compiler;
import io.smartstack.operator.compile.Files;
import io.smartstack.operator.compile.Lookup;
import io.smartstack.operator.compile.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compilation and what it was made of, so that it is made anew only from something else: most
 * reconciliations are because of a pod or a status.
 *
 * @param members the pod's services
 * @param used what was found of those that they use
 * @param before the files as they were
 */
record Compiled(
    List<Spec> members,
    Map<ServiceName, Optional<Spec>> used,
    @Nullable Files before,
    Compilation made) {

  /** A SmartService's spec at one time. */
  record Spec(@Nullable String uid, @Nullable Long generation) {
    static Spec of(SmartService service) {
      return new Spec(service.getMetadata().getUid(), service.getMetadata().getGeneration());
    }
  }

  static Compiled of(
      Compiler compiler, List<SmartService> members, Lookup lookup, @Nullable Files before) {
    Map<ServiceName, Optional<Spec>> used = new HashMap<>();
    Lookup heard =
        name -> {
          Optional<SmartService> found = lookup.find(name);
          used.put(name, found.map(Spec::of));
          return found;
        };
    Compilation made = compiler.compile(members, heard, before);
    return new Compiled(members.stream().map(Spec::of).toList(), Map.copyOf(used), before, made);
  }

  /** Whether the same would be made now. */
  boolean holds(List<SmartService> services, Lookup lookup, @Nullable Files now) {
    boolean sameFiles =
        now == null ? before == null : now.equals(before) || now.equals(made.files());
    return sameFiles
        && members.equals(services.stream().map(Spec::of).toList())
        && used.entrySet().stream()
            .allMatch(it -> lookup.find(it.getKey()).map(Spec::of).equals(it.getValue()));
  }
}
