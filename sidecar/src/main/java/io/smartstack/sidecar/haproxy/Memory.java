// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What outlives this program: the configuration file, Synapse's state file, the note which worker
 * serves which structure, and the sections it took.
 */
final class Memory {

  private final @Nullable ConfigurationFile file;
  private final @Nullable StateFile state;
  private final LiveMark mark;
  private final GoodSections sections;

  Memory(Setup setup, LiveMark mark, GoodSections sections) {
    this.sections = sections;
    this.file = setup.file();
    this.state =
        setup.config().stateFilePath() == null
            ? null
            : new StateFile(setup.config().stateFilePath(), setup.config().stateFileTtl());
    this.mark = mark;
  }

  /** The ids and slots that were held when this program ended last; the file knows best. */
  Allocation allocation(List<ProxiedService> services, Instant now) throws IOException {
    Rendered onDisk = onDisk();
    Allocation written = onDisk == null ? Allocation.none() : onDisk.allocation();
    return state == null ? written : written.remembering(state.read(services, now));
  }

  /** What the file says, null when there is none. */
  @Nullable Rendered onDisk() throws IOException {
    String written = file == null ? null : file.read();
    return written == null ? null : WrittenText.read(written);
  }

  /** What this worker serves, null when that is not known. */
  @Nullable Rendered live(Worker worker) throws IOException {
    Rendered onDisk = onDisk();
    return onDisk != null && mark.says(worker, onDisk) ? onDisk : null;
  }

  void mark(Worker worker, Rendered live) throws IOException {
    mark.write(worker, live);
  }

  /** Writes the file; returns what it said before. */
  @Nullable String write(Rendered rendered) throws IOException {
    if (file == null) {
      return null;
    }
    String before = file.read();
    file.replace(rendered.text());
    return before;
  }

  void restore(String before) throws IOException {
    if (file != null) {
      file.replace(before);
    }
  }

  /** The wanted services with the sections that HAProxy took last. */
  Map<String, ProxiedService> good(List<ProxiedService> wanted) throws IOException {
    return sections.read(wanted);
  }

  /** HAProxy serves this: the files say the same from now on. */
  void accept(Rendered live, List<ProxiedService> services, Instant now) throws IOException {
    mend(live);
    sections.write(services);
    if (state != null) {
      state.write(live, services, now);
    }
  }

  /** Writes the file if it says anything else. */
  void mend(Rendered live) throws IOException {
    if (file != null && !says(live)) {
      file.replace(live.text());
    }
  }

  /** Whether the file says this; true when there is none to say anything. */
  boolean says(Rendered live) throws IOException {
    String written = file == null ? live.text() : file.read();
    return written != null && withoutTime(live.text()).equals(withoutTime(written));
  }

  private static String withoutTime(String text) {
    return text.substring(Math.max(text.indexOf('\n'), 0));
  }
}
