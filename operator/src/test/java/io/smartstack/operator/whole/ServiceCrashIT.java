// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.whole;

/** The operator dies at every write for services that are provided, changed and repaired. */
final class ServiceCrashIT extends CrashAtEveryWrite {

  ServiceCrashIT() {
    super(People::provideServices);
  }
}
