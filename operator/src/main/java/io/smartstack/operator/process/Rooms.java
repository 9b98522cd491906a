// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.process;

import java.util.List;

/** The operator's rooms, wired. */
final class Rooms implements Parts {

  @Override
  public Work serving(Room room) {
    return new Work() {
      @Override
      public void start() {}

      @Override
      public List<String> problems() {
        return List.of();
      }

      @Override
      public void stop() {}
    };
  }

  @Override
  public Work leading(Room room) {
    return new Controllers(room, List.of());
  }
}
