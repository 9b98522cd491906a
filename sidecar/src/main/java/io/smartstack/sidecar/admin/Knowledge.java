// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.admin;

/** What the admin endpoint asks; every call must be safe from any thread. */
public interface Knowledge {

  /** Whether this process does its work. */
  Answer health();

  /** Whether every provided service has been registered at least once. */
  Answer ready();

  /** Whether HAProxy has been configured, from whatever source. */
  Answer started();

  /** Everything known, as records that Jackson writes. */
  Object status();

  /** Every metric in Prometheus' text format. */
  String metrics();
}
