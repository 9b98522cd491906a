// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import io.smartstack.crd.v1.SmartStack;
import java.util.EnumSet;
import java.util.List;

/** JSON patches of what changes, and of nothing else. */
final class PodPatch {

  private static final EnumSet<DiffFlags> PLAIN =
      EnumSet.of(DiffFlags.OMIT_MOVE_OPERATION, DiffFlags.OMIT_COPY_OPERATION);
  private static final int LONGEST_REASON = 500;
  private static final List<String> OF_INJECTED =
      List.of(SmartStack.SIDECAR_VERSION, SmartStack.DRAIN, SmartStack.DRAIN_REASON);

  private final ObjectMapper mapper;

  PodPatch(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** From one to the other. Both as this program writes them: it doesn't matter how they came. */
  JsonNode between(Pod before, Pod after) {
    return JsonDiff.asJson(mapper.valueToTree(before), mapper.valueToTree(after), PLAIN);
  }

  /** From one to the other, as they are. */
  JsonNode between(JsonNode before, JsonNode after) {
    return JsonDiff.asJson(before, after, PLAIN);
  }

  /** Marks a pod, understood or not, as one without sidecars. */
  JsonNode skipped(JsonNode pod, String reason) {
    JsonNode marked = pod.deepCopy();
    if (marked instanceof ObjectNode root) {
      ObjectNode annotations = child(child(root, "metadata"), "annotations");
      annotations.put(SmartStack.INJECTION, "skipped");
      annotations.put(SmartStack.INJECTION_REASON, shortened(reason));
      annotations.remove(OF_INJECTED);
    }
    return JsonDiff.asJson(pod, marked, PLAIN);
  }

  /** A pod's annotations have a limit, and much of a reason may be the pod's own words. */
  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }
}
