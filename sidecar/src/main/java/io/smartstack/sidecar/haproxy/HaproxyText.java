// SPDX-License-Identifier: Apache-2.0
package io.smartstack.sidecar.haproxy;

import io.smartstack.sidecar.config.HaproxyConfig;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Writes the configuration of HAProxy as Synapse does. */
final class HaproxyText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z").withZone(ZoneOffset.UTC);

  private final HaproxyConfig top;
  private final Additions additions;
  private final long seed;

  HaproxyText(HaproxyConfig top, Additions additions) {
    this.top = top;
    this.additions = additions;
    Long given = top.serverOrderSeed();
    this.seed = given == null ? ThreadLocalRandom.current().nextLong() : given;
  }

  /**
   * The whole configuration.
   *
   * @param services all of them, disabled ones included; order as configured
   * @param before the allocation of the configuration before this one, or {@link
   *     WrittenText#allocation} of the file on disk
   * @param now for the first line and for how long ids of servers that are gone are kept
   */
  Rendered render(List<ProxiedService> services, Allocation before, Instant now) {
    return new Pass(before, now).render(services);
  }

  /** One rendering. */
  private final class Pass {

    private final Allocation before;
    private final Instant now;
    private final List<String> out = new ArrayList<>();
    private final List<String> shared = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> serviceOf = new LinkedHashMap<>();
    private final Map<String, BackendText> written = new LinkedHashMap<>();
    private final ServiceLines lines =
        new ServiceLines(new Directives(additions.version()), warnings);
    private final DataPlaneDefaults dataPlane = new DataPlaneDefaults(additions.version());
    private List<String> defaults = top.defaults();

    Pass(Allocation before, Instant now) {
      this.before = before;
      this.now = now;
    }

    Rendered render(List<ProxiedService> services) {
      out.add(WrittenText.FIRST_LINE + TIME.format(now));
      out.add("");
      section("global", GlobalLines.complete(top.global(), additions, warnings));
      section("defaults", top.defaults());
      top.extraSections().forEach(this::extra);
      services.stream().filter(service -> !service.config().disabled()).forEach(this::service);
      sharedFrontend();
      return rendered(String.join("\n", out) + "\n");
    }

    private void section(String heading, List<String> body) {
      out.add(heading);
      body.forEach(line -> out.add("\t" + line));
    }

    private void extra(String heading, List<String> body) {
      List<String> words = Words.of(heading);
      if (words.getFirst().equals("defaults")) {
        defaults = body;
      } else if (words.size() == 2) {
        serviceOf.putIfAbsent(words.get(1), "");
      }
      out.add("");
      boolean addressed =
          words.size() == 3
              && !words.get(1).equals("from")
              && List.of("listen", "frontend").contains(words.getFirst());
      if (!addressed) {
        section(heading, body);
        return;
      }
      warnings.add("haproxy.extra_sections." + heading + ": its address is written as a bind line");
      String bare = words.get(0) + " " + words.get(1);
      section(bare, Stream.concat(Stream.of("bind " + words.get(2)), body.stream()).toList());
    }

    private void service(ProxiedService service) {
      String name = ServiceLines.backendName(service);
      String problem = ServiceLines.problem(service);
      if (problem == null && serviceOf.containsKey(name)) {
        problem = "there is a section " + name + " already";
      }
      if (problem != null) {
        warnings.add("service " + service.name() + " is left out: " + problem);
        return;
      }
      serviceOf.put(name, service.name());
      String bind = ServiceLines.bind(service.config(), top.bindAddress());
      if (bind != null) {
        frontend(service, name, bind);
      }
      backend(service, name);
      if (top.sharedFrontend() != null) {
        String where = "services." + service.name() + ".haproxy.shared_frontend";
        shared.addAll(lines.shared(where, service.config().sharedFrontend()));
      } else if (!service.config().sharedFrontend().isEmpty()) {
        warnings.add(
            "service "
                + service.name()
                + " has a shared_frontend but the haproxy section has none");
      }
    }

    private void frontend(ProxiedService service, String backend, String bind) {
      out.add("");
      section("frontend " + service.name(), dataPlane.frontend(defaults, lines.frontend(service)));
      out.add("\t" + bind);
      out.add("\tdefault_backend " + backend);
    }

    private void backend(ProxiedService service, String name) {
      List<String> body = dataPlane.backend(defaults, lines.backend(service));
      BackendText text =
          BackendText.of(
              service,
              top,
              additions.version(),
              SectionFacts.of(defaults, body),
              before.section(name),
              new Allocator(top.maxServerId(), top.stateFileTtl(), now),
              seed,
              warnings);
      written.put(name, text);
      out.add("");
      section("backend " + name, body);
      out.addAll(text.lines());
    }

    private void sharedFrontend() {
      List<String> base = top.sharedFrontend();
      if (base != null) {
        List<String> body = new ArrayList<>(lines.shared("haproxy.shared_frontend", base));
        body.addAll(shared);
        out.add("");
        section("frontend shared-frontend", dataPlane.frontend(defaults, body));
      }
    }

    private Rendered rendered(String text) {
      Rendered read = WrittenText.read(text);
      Map<String, Allocation.Section> sections = new LinkedHashMap<>(remembered());
      written.forEach((name, backend) -> sections.put(name, backend.allocation()));
      return new Rendered(
          text,
          read.structure(),
          read.sections().stream().map(this::known).toList(),
          new Allocation(sections),
          List.copyOf(warnings));
    }

    /** Sections that are gone keep their ids, not their slots, in case they come back. */
    private Map<String, Allocation.Section> remembered() {
      Map<String, Allocation.Section> gone = new LinkedHashMap<>();
      Allocator allocator = new Allocator(top.maxServerId(), top.stateFileTtl(), now);
      before
          .sections()
          .forEach((name, held) -> {
            Allocation.Section kept = allocator.next(held, List.of(), false, java.util.Set.of());
            if (!kept.ids().isEmpty()) {
              gone.put(name, kept);
            }
          });
      return gone;
    }

    private BackendSection known(BackendSection read) {
      BackendText text = written.get(read.name());
      if (text == null) {
        String foreign = "it is one of the extra sections";
        return new BackendSection(
            read.service(), read.name(), read.servers(), foreign, false, read.defaultServer());
      }
      return new BackendSection(
          serviceOf.getOrDefault(read.name(), ""),
          read.name(),
          read.servers().stream().map(s -> s.standingFor(text.backends().get(s.name()))).toList(),
          text.fixed(),
          text.weighable(),
          read.defaultServer());
    }
  }
}
