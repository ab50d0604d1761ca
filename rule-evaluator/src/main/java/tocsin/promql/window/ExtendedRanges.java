package tocsin.promql.window;

import org.jspecify.annotations.Nullable;

import tocsin.promql.value.SampleBuffer;

import java.util.ArrayList;
import java.util.List;

/// `anchored` and `smoothed` windows: the value at the edges is that of the sample before, or is
/// interpolated; nothing is extrapolated. Windows see the samples around the range too.
public final class ExtendedRanges {
    private ExtendedRanges() {}

    /// A float at a time.
    public record Edge(long time, double value) {}

    /// The function of this name for such windows, if it takes them.
    public static @Nullable RangeFunction find(String name, boolean smoothed) {
        return switch (name) {
            case "rate" -> window -> difference(window, smoothed, true, true);
            case "increase" -> window -> difference(window, smoothed, true, false);
            case "delta" -> window -> difference(window, smoothed, false, false);
            case "changes" -> smoothed ? null : window -> count(window, false);
            case "resets" -> smoothed ? null : window -> count(window, true);
            default -> null;
        };
    }

    /// The index of the last sample seen at or before a time; one below the first without any.
    static int lastAtOrBefore(Window window, long time) {
        int found = window.to - 1;
        while (found >= window.from && window.times[found] > time) {
            found--;
        }
        return found;
    }

    /// The first and last sample that matter, or null when there is no value.
    private static int @Nullable [] span(Window window, boolean smoothed) {
        if (window.count() == 0) {
            return null;
        }
        int first = Math.max(window.from, lastAtOrBefore(window, window.start));
        int last = window.to - 1;
        if (smoothed) {
            int within = lastAtOrBefore(window, window.end - 1) + 1;
            last = Math.min(last, within);
        }
        boolean nothing =
                window.times[last] <= window.start
                        || (smoothed && window.times[first] > window.end);
        return nothing ? null : new int[] {first, last};
    }

    private static double difference(
            Window window, boolean smoothed, boolean counter, boolean perSecond) {
        int[] span = span(window, smoothed);
        if (span == null) {
            return RangeFunction.NONE;
        }
        int all = window.to;
        int begin = window.from;
        window.see(span[0], span[1] + 1);
        int histograms = window.histogramCount();
        if (window.isMixed(histograms)) {
            window.see(begin, all);
            return RangeFunction.NONE;
        }
        double result =
                histograms > 0
                        ? ExtendedHistograms.difference(window, smoothed, counter, perSecond)
                        : ofFloats(window, smoothed, counter, perSecond);
        window.see(begin, all);
        return result;
    }

    private static double ofFloats(
            Window window, boolean smoothed, boolean counter, boolean perSecond) {
        int first = window.from;
        int last = window.to - 1;
        double[] values = window.values;
        double left = values[first];
        if (smoothed && window.times[first] < window.start) {
            left = interpolated(window, first, window.start, counter);
        }
        double right = values[last];
        if (smoothed && window.times[last] > window.end && last > 0) {
            right = interpolated(window, last - 1, window.end, counter);
        }
        double result = right - left;
        if (counter) {
            double previous = left;
            for (int i = first; i <= last; i++) {
                if (window.times[i] > window.start && window.times[i] < window.end) {
                    result += values[i] < previous ? previous : 0;
                    previous = values[i];
                }
            }
            result += right < previous ? previous : 0;
        }
        return perSecond ? result / window.seconds() : result;
    }

    private static double interpolated(Window window, int index, long time, boolean counter) {
        return interpolated(
                new Edge(window.times[index], window.values[index]),
                new Edge(window.times[index + 1], window.values[index + 1]),
                time,
                counter);
    }

    /// The value between two samples.
    public static double interpolated(Edge a, Edge b, long time, boolean counter) {
        double from = counter && b.value() < a.value() ? 0 : a.value();
        double share = (double) (time - a.time()) / (b.time() - a.time());
        return from + (b.value() - from) * share;
    }

    private static double count(Window window, boolean resets) {
        int anchor = lastAtOrBefore(window, window.start);
        if (anchor == window.to - 1) {
            return RangeFunction.NONE;
        }
        return Changes.count(window, Math.max(anchor, window.from), resets);
    }

    /// The samples of a range with the values at its edges.
    ///
    /// @throws IllegalArgumentException when there are histograms
    public static List<Edge> points(SampleBuffer samples, long start, long end, boolean smoothed) {
        int last = samples.size() - 1;
        if (last < 0 || samples.timestamp(last) <= start) {
            return List.of();
        }
        int first = 0;
        while (first < last && samples.timestamp(first + 1) <= start) {
            first++;
        }
        if (smoothed && samples.timestamp(first) > end) {
            return List.of();
        }
        var edges = new ArrayList<Edge>();
        edges.add(new Edge(start, edge(samples, first, start, smoothed)));
        int next = first;
        while (next <= last && samples.timestamp(next) < end) {
            if (samples.timestamp(next) > start) {
                edges.add(new Edge(samples.timestamp(next), samples.value(next)));
            }
            next++;
        }
        boolean interpolates = smoothed && next <= last && next > 0;
        int at = next <= last && samples.timestamp(next) == end ? next : next - 1;
        edges.add(
                new Edge(
                        end,
                        interpolates && at < next
                                ? edge(samples, at, end, true)
                                : samples.value(at)));
        return edges;
    }

    private static double edge(SampleBuffer samples, int index, long time, boolean smoothed) {
        boolean between = smoothed && samples.timestamp(index) < time && index + 1 < samples.size();
        return between
                ? interpolated(
                        new Edge(samples.timestamp(index), samples.value(index)),
                        new Edge(samples.timestamp(index + 1), samples.value(index + 1)),
                        time,
                        false)
                : samples.value(index);
    }
}
