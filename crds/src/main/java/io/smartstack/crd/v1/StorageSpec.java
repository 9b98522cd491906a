// SPDX-License-Identifier: Apache-2.0
package io.smartstack.crd.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Where members keep their data. */
@ValidationRule(
    value =
        "self.size == oldSelf.size && self.ephemeral == oldSelf.ephemeral && (has(self.storageClassName) ? self.storageClassName : '') == (has(oldSelf.storageClassName) ? oldSelf.storageClassName : '')",
    message =
        "size, storageClassName and ephemeral cannot be changed afterwards: make a new ensemble")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StorageSpec(
    @JsonPropertyDescription("Of each member's volume.") @Default("1Gi") Quantity size,
    @JsonPropertyDescription("Storage class. Default: the cluster's.") @Size(max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription(
            "What becomes of a member's volume claim when the member or the ensemble is deleted. retain keeps it; delete deletes it.")
        @Default("retain")
        ReclaimPolicy reclaimPolicy,
    @JsonPropertyDescription(
            "Keeps the data in the pod alone (emptyDir): a member that is lost gets it back from the others; the ensemble forgets all when a majority is lost at once.")
        @Default("false")
        Boolean ephemeral) {

  /** Fills in the defaults, as the API server does. */
  public StorageSpec {
    size = size == null ? new Quantity("1Gi") : size;
    reclaimPolicy = reclaimPolicy == null ? ReclaimPolicy.RETAIN : reclaimPolicy;
    ephemeral = ephemeral != null && ephemeral;
  }
}
