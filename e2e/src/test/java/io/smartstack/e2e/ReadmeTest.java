// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void everyRowOfTheTableOfFailuresNamesASceneThatCanBePlayed() throws ClassNotFoundException {
    List<String> scenes = Readme.scenes();
    assertThat(scenes).hasSizeGreaterThanOrEqualTo(15).doesNotHaveDuplicates();
    for (String scene : scenes) {
      String[] names = scene.split("#", 2);
      Class<?> chapter = Class.forName("io.smartstack.e2e." + names[0]);
      assertThat(Arrays.stream(chapter.getDeclaredMethods()).map(java.lang.reflect.Method::getName))
          .as(scene)
          .contains(names[1]);
    }
  }
}
