// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real HAProxy lets a server be added or changed with, against what we take it to. */
class AddServerIT {

  private static final Pattern KEYWORD =
      Pattern.compile("(?m)^\\tserver <name> <addr> (\\S+)( \\S+)?$");

  @TempDir private Path directory;

  private @Nullable Process haproxy;

  @BeforeEach
  void start() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("haproxy.cfg"),
            """
            global
            \tstats socket %s level admin
            defaults
            \tmode http
            \ttimeout connect 5s
            \ttimeout client 1m
            \ttimeout server 1m
            frontend f
            \tbind unix@%s
            \tdefault_backend b
            backend b
            backend static
            \tbalance source
            \tserver slot_1 127.0.0.1:9 id 1 weight 5 disabled
            """
                .formatted(directory.resolve("s"), directory.resolve("f")));
    haproxy = process("haproxy", "-db", "-f", file.toString());
    await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(directory.resolve("s")));
  }

  @AfterEach
  void stop() throws Exception {
    if (haproxy != null) {
      haproxy.destroyForcibly().waitFor();
    }
  }

  @Test
  void theWordsItRefusesAreTheWordsWeKnow() throws Exception {
    Path listed = directory.resolve("keywords");
    new ProcessBuilder("haproxy", "-dKcfg", "-q", "-c", "-f", "/dev/null")
        .redirectOutput(listed.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    List<String> options =
        KEYWORD
            .matcher(Files.readString(listed))
            .results()
            .map(match -> match.group(1) + (match.group(2) == null ? "" : " 1"))
            .toList();
    assertThat(options).hasSizeGreaterThan(50);
    int number = 0;
    for (String option : options) {
      String said = ask("add server b/n" + number++ + " 127.0.0.1:9 " + option);
      assertThat(ServerOptions.fileOnly(option) != null)
          .as("%s: %s", option, said)
          .isEqualTo(said.contains("is not accepted for dynamic server"));
    }
  }

  @Test
  void aStaticBalanceTakesAnotherAddressButNoOtherWeightAndNoOtherServer() throws Exception {
    assertThat(ask("set server static/slot_1 addr 127.0.0.2 port 10")).contains("changed");
    assertThat(ask("set server static/slot_1 weight 7")).contains("static LB algorithm");
    assertThat(ask("add server static/n 127.0.0.1:9")).contains("dynamic load balancing");
    assertThat(ask("add server b/n_::1:80 [::1]:80 id 5 check check weight 3"))
        .contains("registered");
  }

  private String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(directory.resolve("s")));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, StandardCharsets.UTF_8).strip();
    }
  }

  private static Process process(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
