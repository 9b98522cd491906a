// SPDX-License-Identifier: Apache-2.0
package io.smartstack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Locale;

/** Results as one page that needs nothing else: each figure beside its limit, as bars. */
final class Page {

  private static final double WIDTH = 420;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2733; --paper: #fff; --line: #d9dfe5; --soft: #5b6b7a; --ours: #2f6fde; --limit: #b6c2cf; --held: #13703c; --missed: #b3261e }
      @media (prefers-color-scheme: dark) { :root { --ink: #dbe2e9; --paper: #14191f; --line: #323d48; --soft: #93a3b3; --ours: #6ea3ff; --limit: #4a5866; --held: #5fcf91; --missed: #ff8a80 } }
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 76em; padding: 0 1em; color: var(--ink); background: var(--paper) }
      section { margin: 2.2em 0 } h2 { margin: 0 } p.about, p.at, li { color: var(--soft); margin: .2em 0 } p.at, li, dl { font-size: 13px }
      table { border-collapse: collapse; width: 100%; margin-top: .6em } td { padding: .45em .8em .45em 0; border-top: 1px solid var(--line); vertical-align: top }
      td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } td.v { white-space: nowrap }
      .HELD { color: var(--held) } .MISSED { color: var(--missed); font-weight: 600 } .REPORTED { color: var(--soft) }
      summary { cursor: pointer } dl { margin: .3em 0; color: var(--soft); display: grid; grid-template-columns: max-content 1fr; gap: 0 1em } dd { margin: 0 }
      rect.ours { fill: var(--ours) } rect.limit { fill: var(--limit) } line { stroke: var(--ink); stroke-width: 2 } svg { display: block } text { font: 11px system-ui, sans-serif; fill: var(--soft) }
      """;

  private Page() {}

  static String html(Collection<? extends JsonNode> results) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>SmartStack, measured</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n<h1>SmartStack, measured</h1>\n")
        .append("<p>Blue: ours. Grey: the limit, a peer's or physics', measured in the same run ")
        .append("on the same machine. The mark: the target. Ratios travel to other machines; ")
        .append("absolute figures do not.</p>\n");
    results.forEach(result -> section(page, result));
    return page.append("</html>\n").toString();
  }

  private static void section(StringBuilder page, JsonNode result) {
    page.append("<section>\n<h2>")
        .append(text(result.path("scenario").asText()))
        .append("</h2>\n<p class=about>")
        .append(text(result.path("about").asText()))
        .append("</p>\n<p class=at>")
        .append(text(result.path("at").asText().replaceFirst("T.*", "")))
        .append(", ")
        .append(text(result.path("machine").asText()))
        .append(result.path("size").asText().equals("SMOKE") ? "; a short run" : "")
        .append("</p>\n<table>\n");
    result.path("figures").forEach(figure -> row(page, figure));
    page.append("</table>\n");
    if (!result.path("notes").isEmpty()) {
      page.append("<ul>\n");
      result.path("notes").forEach(note -> page.append("<li>").append(text(note.asText())));
      page.append("\n</ul>\n");
    }
    page.append("</section>\n");
  }

  private static void row(StringBuilder page, JsonNode figure) {
    page.append("<tr><td>");
    String name = text(figure.path("name").asText());
    if (figure.path("detail").isEmpty()) {
      page.append(name);
    } else {
      page.append("<details><summary>").append(name).append("</summary><dl>");
      figure
          .path("detail")
          .properties()
          .forEach(entry ->
              page.append("<dt>")
                  .append(text(entry.getKey()))
                  .append("<dd>")
                  .append(text(entry.getValue().asText())));
      page.append("</dl></details>");
    }
    page.append("<td class=n>")
        .append(Words.number(figure.path("value").asDouble()))
        .append(' ')
        .append(text(figure.path("unit").asText()))
        .append("<td class=n>")
        .append(figure.has("ratio") ? Words.number(figure.path("ratio").asDouble()) + " ×" : "")
        .append("<td>")
        .append(bars(figure))
        .append("<td class=\"v ")
        .append(figure.path("verdict").asText())
        .append("\">")
        .append(verdict(figure))
        .append('\n');
  }

  private static String verdict(JsonNode figure) {
    String word = figure.path("verdict").asText().toLowerCase(Locale.ROOT);
    return figure.has("target") ? word + " (" + text(figure.path("target").asText()) + ")" : word;
  }

  /** Ours, the limit below it, and where the target is. */
  private static String bars(JsonNode figure) {
    double ours = figure.path("value").asDouble();
    double limit = figure.path("limit").path("value").asDouble();
    double mark = mark(figure, limit);
    double most = Math.max(ours, Math.max(limit, mark));
    if (most <= 0 || (limit == 0 && mark == 0)) {
      return "";
    }
    double scale = WIDTH / most;
    StringBuilder svg = new StringBuilder();
    svg.append("<svg width=%.0f height=%d>".formatted(WIDTH + 4, limit > 0 ? 34 : 14));
    svg.append(rect("ours", 1, ours * scale));
    if (limit > 0) {
      svg.append(rect("limit", 14, limit * scale))
          .append("<text x=0 y=33>")
          .append(text(figure.path("limit").path("name").asText()))
          .append(": ")
          .append(Words.number(limit))
          .append("</text>");
    }
    if (mark > 0) {
      String x = "%.1f".formatted(mark * scale);
      svg.append("<line x1=").append(x).append(" x2=").append(x).append(" y1=0 y2=12 />");
    }
    return svg.append("</svg>").toString();
  }

  private static double mark(JsonNode figure, double limit) {
    JsonNode bound = figure.path("bound");
    return bound.has("ratio")
        ? bound.path("ratio").asDouble() * limit
        : bound.path("value").asDouble();
  }

  private static String rect(String kind, int y, double width) {
    return "<rect class=%s y=%d width=%.1f height=10 rx=2 />"
        .formatted(kind, y, Math.max(1, width));
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
