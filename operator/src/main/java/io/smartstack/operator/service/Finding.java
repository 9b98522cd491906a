// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.compile.CompileProblem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something about a service that a person should know.
 *
 * @param reason what sort of thing
 * @param message what it is, and what to do
 */
record Finding(Reason reason, String message) {

  /** Sorts of things, the gravest first. */
  enum Reason {
    EnsembleNotFound,
    NameTaken,
    WriteRefused,
    ConfigurationRefused,
    PortClash,
    UsedServiceMissing,
    UsedServiceNotCallable,
    ServiceOfPodMissing,
    PodsMissed,
    EnsembleNotReady,
    RegistryUnreachable,
    NoneRegistered,
    StaleCallers,
    SidecarsOutOfDate,
    SidecarsSilent,
    AdvertiseConflict,
    UseConflict,
    NotDrainProtected
  }

  private static final int NAMED = 3;

  static Finding of(CompileProblem problem) {
    Reason reason =
        switch (problem.kind()) {
          case USED_SERVICE_MISSING -> Reason.UsedServiceMissing;
          case USED_SERVICE_NOT_FOUND_ANYWHERE -> Reason.UsedServiceNotCallable;
          case PORT_CLASH -> Reason.PortClash;
          case REFUSED -> Reason.ConfigurationRefused;
          case ADVERTISE_CONFLICT -> Reason.AdvertiseConflict;
          case USE_CONFLICT -> Reason.UseConflict;
        };
    return new Finding(reason, sentence(problem.message()));
  }

  /** Begins with a capital letter and ends with a full stop. */
  static String sentence(String words) {
    String trimmed = words.strip();
    if (trimmed.isEmpty()) {
      return "";
    }
    String end = trimmed.endsWith(".") ? "" : ".";
    return Character.toUpperCase(trimmed.charAt(0)) + trimmed.substring(1) + end;
  }

  /** Some names, and how many more there are. */
  static String names(List<String> all) {
    String some = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    return all.size() > NAMED ? some + " and " + (all.size() - NAMED) + " more" : some;
  }

  /** {@code 1 pod}, {@code 2 pods}. */
  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
