// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The top-level {@code haproxy} section.
 *
 * @param global lines of the {@code global} section
 * @param defaults lines of the {@code defaults} section
 * @param extraSections further sections by their heading, in file order
 * @param doWrites whether the configuration file is written, default true
 * @param configFilePath the configuration file, null only when {@code doWrites} is false
 * @param doSocket whether changes go through the runtime socket, default true
 * @param socketFilePaths runtime sockets, one per HAProxy process; empty when the file names none
 * @param doReloads whether HAProxy is reloaded when structure changes, default true
 * @param reloadCommand shell command that reloads an HAProxy somebody else runs; null when Synapse
 *     runs HAProxy itself
 * @param doChecks whether {@code checkCommand} validates a candidate before it replaces the file
 * @param checkCommand shell command, null for none
 * @param candidateConfigFilePath where the candidate is written, null for {@code <config>.tmp}
 * @param bindAddress address of every bind that names none, default {@code localhost}
 * @param sharedFrontend lines of the frontend that services share, null when there is none
 * @param restartInterval shortest time between two reloads, default 2 s
 * @param restartJitter share of {@code restartInterval} added at random, default 0
 * @param stateFilePath Synapse's state file, null for none
 * @param stateFileTtl how long a backend that is gone stays in it, default 86,400 s
 * @param serverOrderSeed seeds the shuffled order, null for a random one
 * @param maxServerId largest id given to a server, default 65,535
 * @param useNerveWeights whether a backend's weight becomes its HAProxy weight, default false
 */
public record HaproxyConfig(
    List<String> global,
    List<String> defaults,
    Map<String, List<String>> extraSections,
    boolean doWrites,
    @Nullable Path configFilePath,
    boolean doSocket,
    List<Path> socketFilePaths,
    boolean doReloads,
    @Nullable String reloadCommand,
    boolean doChecks,
    @Nullable String checkCommand,
    @Nullable Path candidateConfigFilePath,
    String bindAddress,
    @Nullable List<String> sharedFrontend,
    Duration restartInterval,
    double restartJitter,
    @Nullable Path stateFilePath,
    Duration stateFileTtl,
    @Nullable Long serverOrderSeed,
    int maxServerId,
    boolean useNerveWeights) {}
