// SPDX-License-Identifier: Apache-2.0
package io.smartstack.operator.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts a member: what it starts from, and what it keeps. */
class StartScriptIT {

  private static final Servers SERVERS =
      new Servers(new LoopbackAddresses("127.71.250"), "default", "zk");

  @TempDir private Path folder;
  private Path files;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    files = Files.createDirectories(folder.resolve("files"));
    data = Files.createDirectories(folder.resolve("data"));
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path server = bin.resolve("zkServer.sh");
    Files.writeString(server, "#!/bin/sh\nexit 0\n");
    assertThat(server.toFile().setExecutable(true)).isTrue();
    try (var script = Servers.class.getResourceAsStream("start.sh")) {
      Files.write(files.resolve("start.sh"), requireNonNull(script).readAllBytes());
    }
    Files.writeString(files.resolve("zoo.cfg"), "tickTime=2000\n");
    Files.writeString(files.resolve("joiners"), SERVERS.joiners());
    listed(1, 2, 3);
    founded(false);
  }

  @Test
  void anEmptyMemberOfANewEnsembleVotesFromTheBeginning() throws Exception {
    assertThat(start("zk-1")).contains("one of 3");
    assertThat(dynamic()).isEqualTo(SERVERS.voters(List.of(1, 2, 3)));
    assertThat(data.resolve("myid")).hasContent("2");
  }

  @Test
  void aNewcomerStartsWithoutAVoteBesideThoseThatHaveOne() throws Exception {
    start("zk-3");
    assertThat(Membership.voters(dynamic())).containsExactly(1, 2, 3);
    assertThat(dynamic()).contains("server.4=127.71.250.4:2888:3888:observer");
  }

  @Test
  void whatZooKeeperWroteLastIsWhatAMemberStartsFrom() throws Exception {
    stored("9", 1, 2, 3);
    stored("100000002", 1, 2);
    stored("next", 1, 2, 3, 4);
    start("zk-1");
    assertThat(config())
        .contains("dynamicConfigFile=" + data + "/conf/zoo.cfg.dynamic.100000002\n");
    assertThat(data.resolve("conf/zoo.cfg.dynamic.next")).exists();
  }

  @Test
  void aFormerMemberNeverVotesOnItsOldDiskEvenWhereItIsListed() throws Exception {
    data();
    stored("100000002", 1, 2);
    stored("next", 1, 2);
    start("zk-2");
    assertThat(Membership.voters(dynamic())).containsExactly(1, 2);
    assertThat(dynamic()).contains("server.3=127.71.250.3:2888:3888:observer");
    assertThat(data.resolve("conf/zoo.cfg.dynamic.100000002")).doesNotExist();
    assertThat(data.resolve("conf/zoo.cfg.dynamic.next")).doesNotExist();
  }

  @Test
  void aMemberThatLostItsDiskWaitsForOthersBeforeItVotes() throws Exception {
    founded(true);
    assertThat(start("zk-0")).contains("nobody serves after 1 s");
    assertThat(Membership.voters(dynamic())).containsExactly(1, 2, 3);
  }

  @Test
  void theDigestGoesIntoAFileThatNobodyElseReads() throws Exception {
    start("zk-0");
    assertThat(config()).contains("DigestAuthenticationProvider.superDigest=super:digest\n");
    assertThat(Files.getPosixFilePermissions(data.resolve("conf/zoo.cfg")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  private void listed(Integer... ids) throws IOException {
    Files.writeString(files.resolve("members"), SERVERS.voters(List.of(ids)));
  }

  private void founded(boolean founded) throws IOException {
    Files.writeString(files.resolve("founded"), Boolean.toString(founded));
  }

  private void data() throws IOException {
    Files.createDirectories(data.resolve("version-2"));
    Files.writeString(data.resolve("version-2/currentEpoch"), "1");
  }

  private void stored(String version, Integer... ids) throws IOException {
    Files.createDirectories(data.resolve("conf"));
    Files.writeString(
        data.resolve("conf/zoo.cfg.dynamic." + version), SERVERS.voters(List.of(ids)));
  }

  private String dynamic() throws IOException {
    return Files.readString(data.resolve("conf/zoo.cfg.dynamic.0"));
  }

  private String config() throws IOException {
    return Files.readString(data.resolve("conf/zoo.cfg"));
  }

  private String start(String pod) throws Exception {
    var builder =
        new ProcessBuilder("bash", files.resolve("start.sh").toString()).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("POD_NAME", pod);
    environment.put("ZOO_SUPER_DIGEST", "super:digest");
    environment.put("SMARTSTACK_FILES", files.toString());
    environment.put("SMARTSTACK_DATA", data.toString());
    environment.put("SMARTSTACK_PATIENCE", "1");
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
