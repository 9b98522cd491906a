// SPDX-License-Identifier: Apache-2.0
package io.smartstack.e2e.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as one page that needs nothing else, and as a table in Markdown. */
final class Page {

  private static final String STYLE =
      """
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 76em; padding: 0 1em; color: #1c2733; background: #fff }
      table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35em .7em; border-bottom: 1px solid #d9dfe5; vertical-align: top }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } tr.chapter th { padding-top: 1.4em; border-bottom: 2px solid #8fa1b3 }
      .passed { color: #13703c } .failed { color: #b3261e; font-weight: 600 } .left_out { color: #8a5a00 }
      pre { background: #f4f6f8; padding: .8em; overflow-x: auto; font-size: 12.5px } summary { cursor: pointer } code { font-size: 13px }
      @media (prefers-color-scheme: dark) { body { background: #14191f; color: #dbe2e9 } th, td { border-color: #323d48 } pre { background: #1d242c }
        .passed { color: #5fcf91 } .failed { color: #ff8a80 } .left_out { color: #e6b455 } }
      """;

  private Page() {}

  static String html(List<Result> results) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>SmartStack on a real cluster</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n<h1>SmartStack on a real cluster</h1>\n<p>")
        .append(text(sum(results)))
        .append("</p>\n<p>Calls are made in pods, about 130 a second, half of them over kept ")
        .append("connections, and never sent twice: a reset, a timeout, a short body or an answer ")
        .append("other than 200 is a lost call.</p>\n<table>\n");
    page.append("<tr><th>what happens<th>verdict<th>noticed by<th class=n>after<th class=n>")
        .append("recovered<th class=n>calls<th class=n>lost<th class=n>took\n");
    String chapter = "";
    for (Result result : results) {
      if (!result.chapter().equals(chapter)) {
        chapter = result.chapter();
        page.append("<tr class=chapter><th colspan=8>").append(text(chapter)).append('\n');
      }
      row(page, result);
    }
    return page.append("</table>\n</html>\n").toString();
  }

  private static void row(StringBuilder page, Result result) {
    page.append("<tr><td><details><summary>")
        .append(text(result.title()))
        .append("</summary>\n<p><code>")
        .append(text(result.play()))
        .append("</code></p>\n<pre>")
        .append(text(String.join("\n", result.lines())))
        .append(result.words().isEmpty() ? "" : "\n\n" + text(result.words()))
        .append("</pre></details>")
        .append("<td class=")
        .append(word(result.verdict()).replace(' ', '_'))
        .append('>')
        .append(word(result.verdict()))
        .append("<td>")
        .append(text(or(result.noticedBy())));
    for (String cell :
        List.of(
            seconds(result.noticedSeconds()),
            seconds(result.recoveredSeconds()),
            number(result.sent()),
            number(result.lost()),
            seconds(result.seconds()))) {
      page.append("<td class=n>").append(cell);
    }
    page.append('\n');
  }

  static String markdown(List<Result> results) {
    StringBuilder table = new StringBuilder();
    table
        .append("| what happens | noticed by | after | recovered | calls lost | play it alone |\n")
        .append("| --- | --- | --- | --- | --- | --- |\n");
    for (Result result : results) {
      if (result.sent() != null) {
        List<String> cells = new ArrayList<>();
        cells.add(result.title());
        cells.add(or(result.noticedBy()));
        cells.add(seconds(result.noticedSeconds()));
        cells.add(seconds(result.recoveredSeconds()));
        cells.add(number(result.lost()) + " of " + number(result.sent()));
        cells.add("`" + result.play() + "`");
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
      }
    }
    return table.append('\n').append(sum(results)).append('\n').toString();
  }

  private static String sum(List<Result> results) {
    return "%d of %d scenes passed, %d failed, %d left out; %,d calls; %.0f s."
        .formatted(
            count(results, Result.Verdict.PASSED),
            results.size(),
            count(results, Result.Verdict.FAILED),
            count(results, Result.Verdict.LEFT_OUT),
            results.stream().mapToLong(it -> it.sent() == null ? 0 : it.sent()).sum(),
            results.stream().mapToDouble(Result::seconds).sum());
  }

  private static long count(List<Result> results, Result.Verdict verdict) {
    return results.stream().filter(it -> it.verdict() == verdict).count();
  }

  private static String word(Result.Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String or(@Nullable String text) {
    return text == null ? "–" : text;
  }

  private static String seconds(@Nullable Double time) {
    return time == null ? "–" : "%.1f s".formatted(time);
  }

  private static String number(@Nullable Integer count) {
    return count == null ? "–" : "%,d".formatted(count);
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
