package tocsin.server.ui;

import tocsin.promql.eval.Result.Point;
import tocsin.promql.eval.Result.Series;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A graph as SVG: places in a view box, ready to be written. Colours are classes, so that the
/// style decides them in light and in dark.
///
/// @param note what is not drawn and why; empty for nothing
/// @param data the same as JSON, for the script that reads values under the pointer
record Plot(
        int width,
        int height,
        int left,
        int right,
        int top,
        int bottom,
        List<Mark> xTicks,
        List<Mark> yTicks,
        List<Line> lines,
        String note,
        String data) {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int RIGHT = WIDTH - 12;
    private static final int TOP = 10;
    private static final int BOTTOM = HEIGHT - 26;
    private static final int COLOURS = 12;
    private static final int MOST_LINES = 60;

    /// A line of the grid.
    record Mark(String at, String text) {}

    /// A series.
    ///
    /// @param path of SVG; it breaks where samples are missing
    record Line(String colour, String path, String name, String last) {}

    /// The span of time, and the distance of its points.
    record Span(long startMillis, long endMillis, long stepMillis) {
        private double x(long at) {
            double share = (double) (at - startMillis) / Math.max(1, endMillis - startMillis);
            return LEFT + share * (RIGHT - LEFT);
        }
    }

    private record Scale(double low, double high) {
        private static Scale of(List<Series> all) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (Series series : all) {
                for (Point point : series.points()) {
                    if (point.histogram() == null && Double.isFinite(point.value())) {
                        low = Math.min(low, point.value());
                        high = Math.max(high, point.value());
                    }
                }
            }
            if (low > high) {
                return new Scale(0, 1);
            }
            double margin = low == high ? Math.max(Math.abs(low) / 10, 1e-9) : (high - low) / 20;
            boolean fromZero = low >= 0 && low < (high - low) / 2;
            return new Scale(
                    fromZero && low != high ? Math.min(0, low) : low - margin, high + margin);
        }

        private double y(double value) {
            return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP);
        }
    }

    static Plot of(List<Series> all, Span span) {
        List<Series> drawn = all.subList(0, Math.min(MOST_LINES, all.size()));
        Scale scale = Scale.of(drawn);
        var lines = new ArrayList<Line>();
        boolean histograms = false;
        for (Series series : drawn) {
            histograms |= series.points().stream().anyMatch(point -> point.histogram() != null);
            lines.add(line(series, lines.size(), span, scale));
        }
        return new Plot(
                WIDTH,
                HEIGHT,
                LEFT,
                RIGHT,
                TOP,
                BOTTOM,
                xTicks(span),
                yTicks(scale),
                lines,
                note(all.size() - drawn.size(), histograms),
                PlotData.text(drawn, span));
    }

    private static String note(int hidden, boolean histograms) {
        String more = hidden > 0 ? "and " + hidden + " more series that are not drawn. " : "";
        return histograms
                ? more
                        + "Native histograms are not drawn: ask for histogram_quantile(0.9, …) or"
                        + " histogram_count(…)."
                : more;
    }

    private static List<Mark> xTicks(Span span) {
        long range = span.endMillis() - span.startMillis();
        return Ticks.times(span.startMillis(), span.endMillis()).stream()
                .map(at -> new Mark(place(span.x(at)), Ticks.text(at, range)))
                .toList();
    }

    private static List<Mark> yTicks(Scale scale) {
        return Ticks.values(scale.low(), scale.high()).stream()
                .map(value -> new Mark(place(scale.y(value)), Ticks.text(value)))
                .toList();
    }

    private static Line line(Series series, int number, Span span, Scale scale) {
        var path = new StringBuilder();
        long before = Long.MIN_VALUE;
        String last = "";
        for (Point point : series.points()) {
            if (point.histogram() != null || !Double.isFinite(point.value())) {
                continue;
            }
            long at = point.timestampMillis();
            boolean gap = before == Long.MIN_VALUE || at - before > span.stepMillis() * 3 / 2;
            path.append(gap ? "M" : "L").append(place(span.x(at))).append(' ');
            path.append(place(scale.y(point.value())));
            // A lone point is seen by its round end.
            path.append(gap ? "h.01" : "");
            before = at;
            last = Ticks.text(point.value());
        }
        return new Line("c" + number % COLOURS, path.toString(), series.labels().toString(), last);
    }

    private static String place(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
