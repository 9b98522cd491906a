// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a pod runs: its address, its files, and what its containers' paths are on this machine.
 * {@code /run/smartstack} and {@code /etc/hosts} are the pod's own by mounts that only its
 * processes see, because files name them; other paths are replaced in commands and environment.
 *
 * @param run what is mounted at {@code /run/smartstack}
 * @param volumes where each volume's files are
 */
record Sandbox(
    Pod pod,
    String address,
    String node,
    Path directory,
    Path run,
    Path hosts,
    Workshop workshop,
    Map<String, Path> volumes) {

  private static final String RUN = "/run/smartstack";
  private static final String INSIDE =
      "mount -t tmpfs tmpfs /run && mkdir -p /run/smartstack && mount --bind \"$0\" /run/smartstack"
          + " && mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"";

  String namespace() {
    return pod.getMetadata().getNamespace();
  }

  String name() {
    return pod.getMetadata().getName();
  }

  /** The command, run where the pod's own mounts are seen, in a process group of its own. */
  List<String> inside(List<String> command) {
    var all = new java.util.ArrayList<>(List.of("setsid", "unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      all.add("--map-root-user");
    }
    all.addAll(List.of("sh", "-c", INSIDE, run.toString(), hosts.toString()));
    all.addAll(command);
    return List.copyOf(all);
  }

  /** The text with this machine's paths and addresses in the place of the container's. */
  String here(Container container, String text) {
    Map<String, String> places = places(container);
    String alternatives =
        places.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile("(?<![\\w.-])(" + alternatives + ")(?=$|[^\\w.-])")
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(places.get(found.group(1))));
  }

  private Map<String, String> places(Container container) {
    var places = new TreeMap<String, String>();
    places.put("0.0.0.0", address);
    places.put("/opt/smartstack", workshop.smartstack().toString());
    places.put("/opt/zookeeper", workshop.zookeeper().toString());
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path volume = volumes.get(mount.getName());
      if (volume != null && !mount.getMountPath().equals(RUN)) {
        places.put(mount.getMountPath(), volume.toString());
      }
    }
    return places;
  }
}
