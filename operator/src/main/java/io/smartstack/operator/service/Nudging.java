// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

import io.smartstack.operator.registry.SidecarReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes a pod's kubelet bring changed files at once: an annotation of the pod changes, so the
 * kubelet syncs the pod. What it knows of the ConfigMap may be older than the annotation, so the
 * annotation changes again until the sidecar says that it has the files.
 */
final class Nudging {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST = 8;
  private static final int MOST_WHEN_REFUSED = 3;

  private Nudging() {}

  /**
   * What a pod has been told.
   *
   * @param files fingerprint
   * @param times how often after the first time
   * @param first when for the first time
   * @param last when for the last time
   */
  record Told(String files, int times, Instant first, Instant last) {
    String annotation() {
      return times == 0 ? files : files + "." + times;
    }

    Instant due() {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, 10));
      return last.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }
  }

  /**
   * What to do about one pod now.
   *
   * @param told what it has been told afterwards, null for nothing
   * @param write whether to write {@link Told#annotation}
   * @param look when to look again although nothing changed, null for never
   * @param behind whether its sidecar has been told for long and doesn't follow
   */
  record Step(@Nullable Told told, boolean write, @Nullable Instant look, boolean behind) {
    private static final Step NOTHING = new Step(null, false, null, false);
  }

  /**
   * Decides.
   *
   * @param wanted fingerprint of the files the pod should have
   * @param report what its sidecar says, null for nothing
   * @param told what the pod has been told by this process, null for nothing
   */
  static Step next(
      PodFacts pod,
      String wanted,
      @Nullable SidecarReport report,
      @Nullable Told told,
      Instant now) {
    if (!pod.alive()
        || pod.runningSince() == null
        || (report != null && report.config().equals(wanted))) {
      return Step.NOTHING;
    }
    if (told == null || !told.files().equals(wanted)) {
      int times = timesTold(pod.nudged(), wanted);
      return times < 0
          ? written(new Told(wanted, 0, now, now), report)
          : waiting(new Told(wanted, times, now, now), report, now);
    }
    if (report == null || told.times() >= most(report) || now.isBefore(told.due())) {
      return waiting(told, report, now);
    }
    return written(new Told(wanted, told.times() + 1, told.first(), now), report);
  }

  private static Step written(Told told, @Nullable SidecarReport report) {
    return new Step(told, true, report == null ? null : told.due(), false);
  }

  private static Step waiting(Told told, @Nullable SidecarReport report, Instant now) {
    if (report == null) {
      // Nobody there to follow: a report, when it comes, is a reason to look again.
      return new Step(told, false, null, false);
    }
    boolean spent = told.times() >= most(report);
    boolean behind = spent || !now.isBefore(told.first().plus(PATIENCE));
    return new Step(told, false, spent ? null : told.due(), behind);
  }

  private static int most(SidecarReport report) {
    return report.refused() == null ? MOST : MOST_WHEN_REFUSED;
  }

  /** How often after the first time an annotation tells of these files; -1 when it doesn't. */
  private static int timesTold(@Nullable String annotation, String files) {
    if (annotation == null) {
      return -1;
    }
    if (annotation.equals(files)) {
      return 0;
    }
    String times =
        annotation.startsWith(files + ".") ? annotation.substring(files.length() + 1) : "";
    return times.matches("[0-9]{1,6}") ? Integer.parseInt(times) : -1;
  }
}
