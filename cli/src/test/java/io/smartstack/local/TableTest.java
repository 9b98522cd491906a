// SPDX-License-Identifier: Apache-2.0
package io.smartstack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("MACHINE", "PID");
    table.row("a", "12345");
    table.row("service_a_node_1", "1");

    assertThat(table.text())
        .isEqualTo(
            """
            MACHINE           PID
            a                 12345
            service_a_node_1  1
            """);
  }

  @Test
  void markdownKeepsBarsOutOfCells() {
    Table table = new Table("A", "B");
    table.row("x|y", "z");

    assertThat(table.markdown()).isEqualTo("| A | B |\n| --- | --- |\n| x\\|y | z |\n");
  }

  @Test
  void aRowHasAsManyCellsAsThereAreHeadings() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Table("A").row("1", "2"));
  }
}
