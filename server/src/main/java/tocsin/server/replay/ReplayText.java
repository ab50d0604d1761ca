package tocsin.server.replay;

import tocsin.server.replay.ReplayReport.Pages;
import tocsin.server.replay.ReplayReport.Run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A report as text: what would have fired and who would have been told, a line for each day.
public final class ReplayText {
    private final ReplayReport report;
    private final StringBuilder out = new StringBuilder();

    private ReplayText(ReplayReport report) {
        this.report = report;
    }

    /// The report as text.
    public static String of(ReplayReport report) {
        var text = new ReplayText(report);
        text.write();
        return text.out.toString();
    }

    private void write() {
        out.append("Replay from ").append(report.from()).append(" to ").append(report.to());
        out.append("\n");
        report.before().ifPresent(run -> summary("before", run));
        summary(report.before().isPresent() ? "after " : "run   ", report.after());
        table("Alerts that would have begun to fire", rows(Run::fired, Object::toString));
        table(
                "Notifications by receiver (firing+resolved)",
                rows(Run::pages, pages -> pages.firing() + "+" + pages.resolved()));
        report.after()
                .failing()
                .forEach((rule, why) ->
                        out.append("Failing: ").append(rule).append(": ").append(why).append('\n'));
    }

    private void summary(String name, Run run) {
        Pages pages = run.allPages("");
        out.append(
                String.format(
                        Locale.ROOT,
                        "%s: %d rules, %d alerts fired, %d notifications of firing and %d of ends"
                                + " alone (in %.1f s)%n",
                        name,
                        run.rules(),
                        run.allFired(),
                        pages.firing(),
                        pages.resolved(),
                        run.took().toMillis() / 1e3));
    }

    /// A row: name, day, before, after.
    private record Row(String name, String day, String before, String after) {}

    private interface Counts<T> {
        SortedMap<String, SortedMap<LocalDate, T>> of(Run run);
    }

    private interface Word<T> {
        String of(T value);
    }

    private <T> List<Row> rows(Counts<T> counts, Word<T> word) {
        SortedMap<String, SortedMap<LocalDate, T>> after = counts.of(report.after());
        SortedMap<String, SortedMap<LocalDate, T>> before =
                report.before().map(counts::of).orElseGet(TreeMap::new);
        var names = new TreeSet<>(after.keySet());
        names.addAll(before.keySet());
        var rows = new ArrayList<Row>();
        for (String name : names) {
            Map<LocalDate, T> now = after.getOrDefault(name, new TreeMap<>());
            Map<LocalDate, T> then = before.getOrDefault(name, new TreeMap<>());
            var days = new TreeSet<>(now.keySet());
            days.addAll(then.keySet());
            for (LocalDate day : days) {
                rows.add(
                        new Row(name, day.toString(), said(then, day, word), said(now, day, word)));
            }
        }
        return rows;
    }

    private static <T> String said(Map<LocalDate, T> days, LocalDate day, Word<T> word) {
        T value = days.get(day);
        return value == null ? "-" : word.of(value);
    }

    private void table(String title, List<Row> rows) {
        out.append('\n').append(title).append(":\n");
        if (rows.isEmpty()) {
            out.append("  none\n");
            return;
        }
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        boolean both = report.before().isPresent();
        if (both) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "  %-" + width + "s  %-10s  %8s  %8s%n",
                            "",
                            "",
                            "before",
                            "after"));
        }
        for (Row row : rows) {
            out.append(
                    both
                            ? String.format(
                                    Locale.ROOT,
                                    "%s %-" + width + "s  %s  %8s  %8s%n",
                                    row.before().equals(row.after()) ? " " : "~",
                                    row.name(),
                                    row.day(),
                                    row.before(),
                                    row.after())
                            : String.format(
                                    Locale.ROOT,
                                    "  %-" + width + "s  %s  %8s%n",
                                    row.name(),
                                    row.day(),
                                    row.after()));
        }
    }
}
