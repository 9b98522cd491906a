// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From bytes to a tree: what loads, what does not and what is said of it. */
final class ReadingTest {

  private static final String SERVICE = "{host: h, port: 1, reporter_type: base}";

  @TempDir Path dir;

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    assertThat(problems(dir.resolve("none.json")))
        .containsExactly(dir.resolve("none.json") + " does not exist; create it or name another");
    assertThat(problems(dir)).containsExactly(dir + " is a directory; name the file in it");
  }

  @Test
  void aFileThatIsNoTextIsSaidSo() throws IOException {
    Path file =
        Files.write(dir.resolve("latin1"), "{a: \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problems(file)).containsExactly(file + " is not UTF-8 text; save it as UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": [1, 2}  | line 1, column 12: ",
        "{\"a\": 1        | line 1, column 8: ",
        "a: b: c          | line 1, column 5: ",
        "[1, 2]           | expected an object with the key services, got [1,2]",
        "just words       | expected an object with the key services, got \"just words\"",
        "# nothing        | the file is empty",
        "a: *b            | line 1, column 4: ",
        "a: &x {b: *x}    | ",
        "{[a]: 1}         | line 1, column 2: a key must be a word",
        "a: 1\\n--- \\nb: 2 | line 2, column 1: ",
      })
  void aFileThatDoesNotParseIsRefusedWithLineAndColumn(String text, String problem)
      throws IOException {
    assertThat(problems(folder().write("n.json", text.replace("\\n", "\n"))))
        .singleElement()
        .asString()
        .startsWith(problem == null ? "" : problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instance_id\":\"a b\",\"services\":{},}",
        "# comment\n{\"instance_id\": \"a\\ b\" # another\n}",
        "{\t\"instance_id\"\t:\t\"a b\"\t,\n\t\"services\"\t: {\t}\t# it's\ta tab\n\t}",
        "{\"instance_id\": 'a b', services: , service_conf_dir: \"\"}",
        "instance_id: a b",
        "--- \ninstance_id: 'a b'\n...\n",
        "\uFEFF{\"instance_id\": \"a\\u0020b\"}",
        "defaults: &d {instance_id: a b, heartbeat_path: /x}\n<<: *d",
      })
  void sloppyFilesLoad(String text) throws Exception {
    NerveConfig config = NerveConfigFile.read(folder().write("n.json", text), null, null).config();
    assertThat(config.instanceId()).isEqualTo("a b");
    assertThat(config.services()).isEmpty();
  }

  @Test
  void aTabInATextStays() throws Exception {
    Path file =
        folder().write("n.json", "{\t\"instance_id\": \"a\tb\", \"heartbeat_path\": '/it''s\tx'}");
    NerveConfig config = NerveConfigFile.read(file, null, null).config();
    assertThat(config.instanceId()).isEqualTo("a\tb");
    assertThat(config.heartbeatPath()).isEqualTo(Path.of("/it's\tx"));
  }

  @Test
  void ofAKeyGivenTwiceTheLastCounts() throws Exception {
    Path file = folder().write("n.json", "{\"instance_id\": \"a\",\n \"instance_id\": \"b\"}");
    Loaded<NerveConfig> loaded = NerveConfigFile.read(file, null, null);
    assertThat(loaded.config().instanceId()).isEqualTo("b");
    assertThat(loaded.warnings())
        .containsExactly(
            new Problem("instance_id", "line 2, column 2: given twice, the last one counts"));
  }

  @Test
  void aliasesThatMultiplyAreRefused() throws IOException {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      String ten = String.join(", ", Collections.nCopies(10, alias));
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ten));
    }
    assertThat(problems(folder().write("n.json", text.toString()))).hasSize(1);
  }

  @Test
  void servicesComeFromTheirDirectory() throws Exception {
    Files.createDirectories(dir.resolve("conf.d/c.yaml"));
    folder().write("conf.d/a.json", SERVICE);
    folder().write("conf.d/b.c.yaml", "# b\n" + SERVICE);
    folder().write("conf.d/ignored.yml", "{");
    folder().write("conf.d/.hidden.json", "{");
    Files.delete(dir.resolve("conf.d/c.yaml"));
    NerveConfig config =
        NerveConfigFile.read(
                folder()
                    .write(
                        "n.json",
                        "{instance_id: m, services: {z: S}, service_conf_dir: conf.d}"
                            .replace("S", SERVICE)),
                null,
                null)
            .config();
    assertThat(config.services().keySet()).containsExactly("z", "b.c", "a");
  }

  @Test
  void theDirectorysFileCountsBeforeTheFilesOwnService() throws Exception {
    folder().write("conf.d/a.json", "{host: json, port: 1, reporter_type: base, x: 1}");
    folder().write("conf.d/a.yaml", "{host: yaml, port: 1, reporter_type: base}");
    Path file =
        folder()
            .write(
                "n.json",
                "{instance_id: m, services: {a: S}, service_conf_dir: conf.d}"
                    .replace("S", SERVICE));
    Loaded<NerveConfig> loaded = NerveConfigFile.read(file, null, null);
    assertThat(loaded.config().services().values())
        .extracting(NerveServiceConfig::host)
        .containsExactly("json");
    Path winner = dir.resolve("conf.d/a.json");
    assertThat(loaded.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "services.a: given twice, the one in " + dir.resolve("conf.d/a.yaml") + " counts",
            "services.a: given twice, the one in " + winner + " counts",
            "services.a.x: unknown key, ignored (in " + winner + ")");
  }

  @Test
  void problemsInTheDirectoryNameTheirFile() throws Exception {
    folder().write("conf.d/a.json", "{host: h, port: x, reporter_type: base}");
    folder().write("conf.d/b.json", "{");
    folder().write("conf.d/c.json", "7");
    Path conf = dir.resolve("conf.d");
    assertThat(problems(folder().write("n.json", "{service_conf_dir: conf.d}")))
        .containsExactlyInAnyOrder(
            "instance_id: required, expected a name for this machine",
            "services.a.port: expected a port from 1 to 65535, got \"x\" (in "
                + conf.resolve("a.json")
                + ")",
            "services.c: expected an object, got 7",
            "service_conf_dir: "
                + conf.resolve("b.json")
                + ": line 1, column 2: expected the node content, but found '<stream end>';"
                + " expected JSON or YAML, mend the file there");
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, 'expected a directory, but nowhere is none; create it'",
    "5, 'expected a directory, but 5 is none; create it'",
    "[], 'expected a text, got []'"
  })
  void aDirectoryThatIsNotThereIsAProblem(String conf, String problem) throws IOException {
    assertThat(
            problems(folder().write("n.json", "{instance_id: m, service_conf_dir: " + conf + "}")))
        .containsExactly("service_conf_dir: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<%= ENV['X'] %>               | /x",
        "<%=ENV[\"X\"]-%>              | /x",
        "<%= ENV.fetch('X') %>         | /x",
        "<%= ENV.fetch('Y', '/y') %>   | /y",
        "/<%= ENV['Y'] %>z<%=ENV['X']%> | /z/x",
      })
  void erbGivesVariablesOfTheEnvironment(String tag, String path) throws Exception {
    Path file = folder().write("s.json", "file_output:\n  output_directory: " + tag);
    SynapseConfig config = SynapseConfigFile.read(file, Map.of("X", "/x")::get).config();
    assertThat(config.fileOutput()).isEqualTo(Path.of(path));
  }

  @Test
  void anyOtherErbIsRefusedByLine() throws IOException {
    Path file =
        folder()
            .write(
                "s.json",
                "# <% 3.times do %>\nfile_output:\n  output_directory: /<%= ENV.fetch('NO') %>\n");
    List<String> problems = ConfigFolder.problems(() -> SynapseConfigFile.read(file, name -> null));
    assertThat(problems)
        .containsExactly(
            "line 1: of ERB only <%= ENV['NAME'] %> and <%= ENV.fetch('NAME') %> work here, got"
                + " <% 3.times do %>",
            "line 3: the environment variable NO is not set");
  }

  private static List<String> problems(Path file) {
    return ConfigFolder.problems(() -> NerveConfigFile.read(file, null, null));
  }

  private ConfigFolder folder() {
    return new ConfigFolder(dir);
  }
}
