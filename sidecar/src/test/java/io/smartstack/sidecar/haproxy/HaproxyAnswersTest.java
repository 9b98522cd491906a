// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Answers as HAProxy 2.6 gives them. */
class HaproxyAnswersTest {

  @Test
  void theServersStateIsRead() {
    String answer =
        """
        1
        # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
        3 a 1 s1 127.0.0.1 2 0 1 1 7 6 3 3 6 0 0 1 - 18901 - 0 0 - - 0
        3 a 3 s3 ::1 0 1 5 5 0 1 0 0 2 0 0 1 - 18903 - 0 0 - - 0
        """;
    assertThat(ServerState.parse(answer))
        .containsExactly(
            new ServerState("a", "s1", "127.0.0.1", 18901, 1, false),
            new ServerState("a", "s3", "::1", 18903, 5, true));
  }

  @Test
  void theMasterTellsOfItsWorkerAndOfFailedReloads() {
    String answer =
        """
        #<PID>          <type>          <reloads>       <uptime>        <version>
        7625            master          2 [failed: 1]   0d00h01m12s     2.6.12-1+deb12u4
        # workers
        8169            worker          1               0d00h00m03s     2.6.12-1+deb12u4
        # old workers
        7626            worker          3               0d00h01m03s     2.6.12-1+deb12u4
        # programs
        """;
    Processes processes = Processes.parse(answer);
    assertThat(processes.master()).isEqualTo(7625);
    assertThat(processes.failed()).isEqualTo(1);
    assertThat(processes.worker()).hasValue(8169);
    assertThatThrownBy(() -> Processes.parse("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void statisticsOfServersAreReadQuotesIncluded() {
    String answer =
        """
        # pxname,svname,scur,status,weight,lastchg,type,check_status,last_chk,addr,
        a,FRONTEND,9,OPEN,,,0,,,,
        a,s1,2,UP,7,11,2,L7OK,"said a, b",127.0.0.1:18901,
        """;
    assertThat(ServerStatus.parse(answer))
        .containsExactly(new ServerStatus("a", "s1", "127.0.0.1:18901", "UP", "L7OK", 7, 2, 11));
  }

  @Test
  void theWorkerIsRead() {
    assertThat(Worker.parse("Name: HAProxy\nVersion: 2.6.12-1\nPid: 42\nStart_time_sec: 17\n"))
        .isEqualTo(new Worker(42, 17, "2.6.12-1"));
    assertThatThrownBy(() -> Worker.parse("Unknown command"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
