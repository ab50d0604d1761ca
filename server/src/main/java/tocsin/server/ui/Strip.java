package tocsin.server.ui;

import tocsin.rules.RuleGroupMark.Tick;
import tocsin.rules.RuleGroupView.EvaluationView;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A strip of bars, one for each evaluation, the newest at the right: how long it took by its
/// height, how it went by its colour.
///
/// @param told the same in words, for who cannot see it
record Strip(int width, List<Bar> bars, String told) {
    private static final int STEP = 7;
    private static final int HEIGHT = 22;
    private static final int LEAST = 3;

    /// Later than this share of the interval is late.
    private static final int LATE_SHARE = 10;

    /// A bar.
    ///
    /// @param kind `well`, `late`, `failed` or `skipped`
    record Bar(int x, int y, int height, String kind, String title) {}

    /// The same from what is remembered of a rule, newest first.
    static Strip of(List<EvaluationView> newestFirst, Duration interval) {
        double longest = longest(newestFirst.stream().map(EvaluationView::took).toList());
        var bars = new ArrayList<Bar>();
        for (EvaluationView each : newestFirst.reversed()) {
            bars.add(
                    bar(
                            bars.size(),
                            each.took().toNanos() / longest,
                            kind(each, interval),
                            title(each)));
        }
        return of(bars);
    }

    /// The slots of a group, newest first.
    static Strip ofSlots(List<Tick> newestFirst, Duration interval) {
        double longest = longest(newestFirst.stream().map(Tick::took).toList());
        var bars = new ArrayList<Bar>();
        for (Tick each : newestFirst.reversed()) {
            bars.add(
                    bar(
                            bars.size(),
                            each.took().toNanos() / longest,
                            kind(each, interval),
                            title(each)));
        }
        return of(bars);
    }

    private static Strip of(List<Bar> bars) {
        var words = new ArrayList<String>();
        for (String kind : List.of("well", "late", "failed", "skipped")) {
            long count = bars.stream().filter(bar -> bar.kind().equals(kind)).count();
            if (count > 0) {
                words.add(count + " " + kind);
            }
        }
        String told = bars.size() + " evaluations: " + String.join(", ", words);
        return new Strip(Math.max(1, bars.size() * STEP), List.copyOf(bars), told);
    }

    private static double longest(List<Duration> took) {
        return Math.max(1, took.stream().mapToLong(Duration::toNanos).max().orElse(1));
    }

    private static Bar bar(int place, double share, String kind, String title) {
        int height =
                kind.equals("skipped")
                        ? HEIGHT
                        : LEAST + (int) Math.round(share * (HEIGHT - LEAST));
        return new Bar(place * STEP, HEIGHT - height, height, kind, title);
    }

    static String kind(EvaluationView each, Duration interval) {
        if (!each.skipped().isEmpty()) {
            return "skipped";
        }
        if (!each.error().isEmpty()) {
            return "failed";
        }
        return isLate(each.lateness(), interval) ? "late" : "well";
    }

    private static String kind(Tick each, Duration interval) {
        return switch (each.kind()) {
            case TOO_SLOW, LET_GO -> "skipped";
            case CAUGHT_UP -> "late";
            case IN_TIME -> {
                String well = isLate(each.lateness(), interval) ? "late" : "well";
                yield each.failed() > 0 ? "failed" : well;
            }
        };
    }

    private static boolean isLate(Duration lateness, Duration interval) {
        return lateness.compareTo(interval.dividedBy(LATE_SHARE)) > 0;
    }

    private static String title(EvaluationView each) {
        String end =
                each.skipped().isEmpty()
                        ? "took " + millis(each.took()) + ", " + each.seriesOut() + " series"
                        : "skipped: " + each.skipped();
        return each.due() + ": " + millis(each.lateness()) + " late, " + end;
    }

    private static String title(Tick each) {
        return each.slot()
                + " on "
                + each.member()
                + ": "
                + each.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ", "
                + millis(each.lateness())
                + " late, took "
                + millis(each.took())
                + ", "
                + each.failed()
                + " failed";
    }

    /// A length of time for people: `1.2 ms`, `850 ms`, `3.4 s`, `12m`.
    static String millis(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 1_000) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        return millis < 60_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1_000)
                : Ago.length(duration);
    }
}
