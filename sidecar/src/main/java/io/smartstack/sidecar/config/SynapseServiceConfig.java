// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import io.smartstack.sidecar.backend.Backend;
import io.smartstack.sidecar.backend.Port;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service that Synapse finds for its callers.
 *
 * @param name the service's key in the file
 * @param discovery where its backends are found
 * @param labelFilters a backend must match all of them
 * @param defaultServers used when discovery finds none
 * @param keepDefaultServers whether they are used beside the discovered ones too, default false
 * @param usePreviousBackends whether the last backends stay when all vanish, default true
 * @param backendPortOverride port used for every backend, null to use each one's own
 * @param leaderElection whether only the backend with the smallest id is used, default false
 * @param haproxy the service's {@code haproxy} section; {@link HaproxyServiceConfig#none()} when
 *     the file has no HAProxy at all; a service without the section has a backend and no frontend
 * @param fileOutputDisabled whether the service is left out of the file output
 */
public record SynapseServiceConfig(
    String name,
    DiscoveryConfig discovery,
    List<LabelFilter> labelFilters,
    List<Backend> defaultServers,
    boolean keepDefaultServers,
    boolean usePreviousBackends,
    @Nullable Port backendPortOverride,
    boolean leaderElection,
    HaproxyServiceConfig haproxy,
    boolean fileOutputDisabled) {}
