package tocsin.server.replay;

import tocsin.server.replay.ReplayReport.Episode;
import tocsin.server.replay.ReplayReport.Notice;
import tocsin.server.replay.ReplayReport.Pages;
import tocsin.server.replay.ReplayReport.Run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A report as one page of HTML that needs nothing else: a timeline of what fired and of who would
/// have been told, and the numbers by day.
public final class ReplayHtml {
    private static final int MOST_MARKS = 2_000;
    private static final String STYLE =
            """
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;
            color:#1c1c1e;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
            table{border-collapse:collapse;margin:.5rem 0}th,td{padding:.2rem .7rem;text-align:left;
            border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}
            tr.changed td{background:#fff6d6}.lane{display:grid;grid-template-columns:16rem 1fr;
            align-items:center;gap:.5rem;margin:.15rem 0}.lane b{font-weight:500;overflow:hidden;
            text-overflow:ellipsis;white-space:nowrap}.track{position:relative;height:1.1rem;
            background:#f2f2f4;border-radius:2px}.track i{position:absolute;top:0;bottom:0;
            min-width:2px;border-radius:1px}.before i{background:#9a9aa2}.after i{background:#c8102e}
            .after i.r{background:#2a7d46}.axis{display:flex;justify-content:space-between;
            margin-left:16.5rem;color:#666;font-size:.8rem}small{color:#666}
            @media(prefers-color-scheme:dark){body{background:#161618;color:#e8e8ea}
            th,td{border-color:#333}.track{background:#26262a}tr.changed td{background:#3a3314}}
            """;

    private final ReplayReport report;
    private final StringBuilder out = new StringBuilder();

    private ReplayHtml(ReplayReport report) {
        this.report = report;
    }

    /// The report as a page.
    public static String of(ReplayReport report) {
        var page = new ReplayHtml(report);
        page.write();
        return page.out.toString();
    }

    private void write() {
        out.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
        out.append("<meta name=\"viewport\" content=\"width=device-width\">");
        out.append("<title>Replay</title><style>").append(STYLE).append("</style>");
        out.append("<h1>What would have happened</h1><p>From <time>").append(report.from());
        out.append("</time> to <time>").append(report.to()).append("</time></p>");
        summary();
        out.append("<h2>Alerts that would have fired</h2>");
        episodes();
        out.append("<h2>Notifications</h2>");
        notices();
        out.append("<h2>By day</h2>");
        table("Alert", Run::fired, Object::toString);
        table("Receiver", Run::pages, pages -> pages.firing() + " + " + pages.resolved());
        if (!report.after().failing().isEmpty()) {
            out.append("<h2>Rules that fail</h2><ul>");
            report.after()
                    .failing()
                    .forEach((rule, why) ->
                            out.append("<li><b>")
                                    .append(escaped(rule))
                                    .append("</b>: ")
                                    .append(escaped(why)));
            out.append("</ul>");
        }
        out.append("</html>\n");
    }

    private void summary() {
        out.append("<table><tr><th><th>rules<th>alerts fired<th>notifications of firing");
        out.append("<th>of ends alone<th>took</tr>");
        report.before().ifPresent(run -> summary("before", run));
        summary(report.before().isPresent() ? "after" : "replay", report.after());
        out.append("</table>");
    }

    private void summary(String name, Run run) {
        Pages pages = run.allPages("");
        out.append(
                String.format(
                        Locale.ROOT,
                        "<tr><th>%s<td class=n>%d<td class=n>%d<td class=n>%d<td class=n>%d"
                                + "<td class=n>%.1f s</tr>",
                        name,
                        run.rules(),
                        run.allFired(),
                        pages.firing(),
                        pages.resolved(),
                        run.took().toMillis() / 1e3));
    }

    /// A mark on a lane.
    private record Mark(Instant from, Instant to, String kind, String title) {}

    private void episodes() {
        lanes(run -> {
            var lanes = new TreeMap<String, List<Mark>>();
            for (Episode each : run.episodes()) {
                lanes.computeIfAbsent(each.name(), _ -> new ArrayList<>())
                        .add(
                                new Mark(
                                        each.start(),
                                        each.end().orElse(report.to()),
                                        "f",
                                        each.labels() + " from " + each.start()));
            }
            return lanes;
        });
    }

    private void notices() {
        lanes(run -> {
            var lanes = new TreeMap<String, List<Mark>>();
            for (Notice each : run.notices()) {
                lanes.computeIfAbsent(each.receiver(), _ -> new ArrayList<>())
                        .add(
                                new Mark(
                                        each.at(),
                                        each.at(),
                                        each.firing() ? "f" : "r",
                                        each.at()
                                                + " "
                                                + each.integration()
                                                + " "
                                                + each.groupLabels()
                                                + ", "
                                                + each.alerts()
                                                + " alerts: "
                                                + each.reason()));
            }
            return lanes;
        });
    }

    private interface Lanes {
        SortedMap<String, List<Mark>> of(Run run);
    }

    private void lanes(Lanes lanes) {
        SortedMap<String, List<Mark>> after = lanes.of(report.after());
        SortedMap<String, List<Mark>> before =
                report.before().map(lanes::of).orElseGet(TreeMap::new);
        var names = new TreeSet<>(after.keySet());
        names.addAll(before.keySet());
        if (names.isEmpty()) {
            out.append("<p>None.</p>");
            return;
        }
        axis();
        for (String name : names) {
            if (report.before().isPresent()) {
                lane(name, "before", before.getOrDefault(name, List.of()));
            }
            lane(
                    report.before().isPresent() ? "" : name,
                    "after",
                    after.getOrDefault(name, List.of()));
        }
    }

    private void axis() {
        out.append("<div class=axis>");
        Duration whole = Duration.between(report.from(), report.to());
        for (int i = 0; i <= 4; i++) {
            Instant at = report.from().plus(whole.multipliedBy(i).dividedBy(4));
            String text = at.atOffset(ZoneOffset.UTC).toString();
            out.append("<span>").append(text, 0, Math.min(16, text.length())).append("</span>");
        }
        out.append("</div>");
    }

    private void lane(String name, String kind, List<Mark> marks) {
        out.append("<div class=\"lane ").append(kind).append("\"><b title=\"");
        out.append(escaped(name))
                .append("\">")
                .append(escaped(name))
                .append("</b><div class=track>");
        double whole = Math.max(1, Duration.between(report.from(), report.to()).toMillis());
        for (Mark mark : marks.subList(0, Math.min(MOST_MARKS, marks.size()))) {
            double left = place(mark.from(), whole);
            double width = place(mark.to(), whole) - left;
            out.append(
                    String.format(
                            Locale.ROOT,
                            "<i class=%s style=\"left:%.3f%%;width:%.3f%%\" title=\"%s\"></i>",
                            mark.kind(),
                            left,
                            width,
                            escaped(mark.title())));
        }
        out.append("</div></div>");
    }

    private double place(Instant at, double whole) {
        double millis = Duration.between(report.from(), at).toMillis();
        return Math.clamp(100 * millis / whole, 0, 100);
    }

    private interface Counts<T> {
        SortedMap<String, SortedMap<LocalDate, T>> of(Run run);
    }

    private interface Word<T> {
        String of(T value);
    }

    private <T> void table(String what, Counts<T> counts, Word<T> word) {
        SortedMap<String, SortedMap<LocalDate, T>> after = counts.of(report.after());
        SortedMap<String, SortedMap<LocalDate, T>> before =
                report.before().map(counts::of).orElseGet(TreeMap::new);
        boolean both = report.before().isPresent();
        out.append("<table><tr><th>").append(what).append("<th>day");
        out.append(both ? "<th>before<th>after</tr>" : "<th>count</tr>");
        var names = new TreeSet<>(after.keySet());
        names.addAll(before.keySet());
        for (String name : names) {
            Map<LocalDate, T> now = after.getOrDefault(name, new TreeMap<>());
            Map<LocalDate, T> then = before.getOrDefault(name, new TreeMap<>());
            var days = new TreeSet<>(now.keySet());
            days.addAll(then.keySet());
            for (LocalDate day : days) {
                String a = said(then, day, word);
                String b = said(now, day, word);
                out.append(both && !a.equals(b) ? "<tr class=changed><td>" : "<tr><td>");
                out.append(escaped(name)).append("<td>").append(day);
                out.append(both ? "<td class=n>" + a : "").append("<td class=n>").append(b);
                out.append("</tr>");
            }
        }
        out.append("</table>");
    }

    private static <T> String said(Map<LocalDate, T> days, LocalDate day, Word<T> word) {
        T value = days.get(day);
        return value == null ? "–" : word.of(value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
