package tocsin.promql;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Series in memory, which tests fill by hand.
public final class MemorySource implements SeriesSource {
    private final NavigableMap<Labels, Stored> series = new TreeMap<>();
    private long births;

    /// A sample as it is kept.
    public sealed interface Value {
        /// A float.
        record Number(double value) implements Value {}

        /// A histogram.
        record Histogram(FloatHistogram histogram) implements Value {}
    }

    private record Kept(Value value, long start) {}

    private static final class Stored implements Series {
        private final Labels labels;
        private final NavigableMap<Long, Kept> samples = new TreeMap<>();

        private Stored(Labels labels) {
            this.labels = labels;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public void read(long fromExclusive, long toInclusive, SampleBuffer into) {
            if (fromExclusive >= toInclusive) {
                return;
            }
            samples.subMap(fromExclusive, false, toInclusive, true)
                    .forEach((time, kept) -> {
                        switch (kept.value()) {
                            case Value.Number(double value) -> into.add(time, value);
                            case Value.Histogram(var histogram) -> into.add(time, histogram);
                        }
                        if (kept.start() != 0) {
                            into.startedAt(kept.start());
                        }
                    });
        }
    }

    /// Adds a float.
    public void add(Labels labels, long timestampMillis, double value) {
        add(labels, timestampMillis, new Value.Number(value), 0);
    }

    /// Adds a sample; `start` is when its counter began, 0 when not known.
    public void add(Labels labels, long timestampMillis, Value value, long start) {
        Stored stored = series.get(labels);
        if (stored == null) {
            stored = new Stored(labels);
            series.put(labels, stored);
            births++;
        }
        Map.Entry<Long, Kept> before = stored.samples.lowerEntry(timestampMillis);
        Value kept = hinted(value, before == null ? null : before.getValue().value());
        stored.samples.put(timestampMillis, new Kept(kept, start));
    }

    /// A histogram as a storage gives it back: with what is known of resets by the one before.
    private static Value hinted(Value value, @Nullable Value before) {
        if (!(value instanceof Value.Histogram(var histogram))
                || histogram.counterResetHint() == CounterResetHint.GAUGE
                || StaleMarker.is(histogram.sum())) {
            return value;
        }
        CounterResetHint hint =
                histogram.counterResetHint() == CounterResetHint.COUNTER_RESET
                        ? CounterResetHint.COUNTER_RESET
                        : CounterResetHint.UNKNOWN;
        if (before instanceof Value.Histogram(var previous)
                && previous.counterResetHint() != CounterResetHint.GAUGE
                && hint == CounterResetHint.UNKNOWN) {
            boolean reset = Histograms.isReset(Histograms.hinted(histogram, hint), previous);
            boolean layout =
                    previous.schema() == histogram.schema()
                            && previous.zeroThreshold() == histogram.zeroThreshold();
            // As upstream's storage: a reset that it finds out itself, it does not tell.
            hint = layout && !reset ? CounterResetHint.NOT_COUNTER_RESET : hint;
        }
        return new Value.Histogram(Histograms.hinted(histogram, hint));
    }

    /// Drops a series.
    public void drop(Labels labels) {
        if (series.remove(labels) != null) {
            births++;
        }
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        return new Selector() {
            private long seen = -1;
            private Selection selection = Selection.EMPTY;

            @Override
            public Selection select(long fromExclusive, long toInclusive, Patience patience) {
                if (seen != births) {
                    List<Series> found = new ArrayList<>();
                    series.values().stream()
                            .filter(each -> Matcher.all(matchers, each.labels))
                            .forEach(found::add);
                    boolean same = seen >= 0 && found.equals(selection.series());
                    selection = same ? selection : new Selection(found, List.of());
                    seen = births;
                }
                return selection;
            }

            @Override
            public void close() {}
        };
    }
}
