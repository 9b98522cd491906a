// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.service;

/** What the cluster says of the ensemble that a service is registered in. */
enum EnsembleSeen {
  /** It is none of this cluster's. */
  ELSEWHERE,
  /** There is a ZooKeeperEnsemble and it serves. */
  READY,
  /** There is one that doesn't serve. */
  NOT_READY,
  /** There is none of that name. */
  MISSING
}
