package tocsin.promql.script;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.promql.MemorySource;
import tocsin.promql.maths.GoNumber;
import tocsin.promql.notation.SeriesNotation;
import tocsin.promql.notation.SeriesNotation.Value;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.StaleMarker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Adds the series of a `load` command.
final class Loading {
    private static final Pattern START =
            Pattern.compile("([+-]?\\d+[a-z]*)(?:([+-])(\\d+[a-z]+))?(?:x(\\d+))?");
    private static final Pattern STARTS = Pattern.compile("^(.*?[^\\s])@st\\s+(.*)$");

    private final MemorySource source;
    private final Script.Load load;

    private Loading(MemorySource source, Script.Load load) {
        this.source = source;
        this.load = load;
    }

    static void run(MemorySource source, Script.Load load) {
        new Loading(source, load).run();
    }

    private void run() {
        Map<Labels, List<@Nullable Value>> all = new LinkedHashMap<>();
        Map<Labels, List<Long>> starts = new HashMap<>();
        for (String line : load.lines()) {
            Matcher started = STARTS.matcher(line);
            if (started.matches()) {
                starts.put(SeriesNotation.labels(started.group(1)), starts(started.group(2)));
            } else {
                var described = SeriesNotation.parse(line);
                all.put(described.labels(), described.values());
            }
        }
        all.forEach(
                (labels, values) -> add(labels, values, starts.getOrDefault(labels, List.of())));
        if (load.customBuckets()) {
            new CustomBuckets(all).add();
        }
    }

    private void add(Labels labels, List<@Nullable Value> values, List<Long> starts) {
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (value != null) {
                long time = i * load.gap();
                long offset = i < starts.size() ? starts.get(i) : Long.MIN_VALUE;
                FloatHistogram histogram = value.histogram();
                source.add(
                        labels,
                        time,
                        histogram == null
                                ? new MemorySource.Value.Number(value.number())
                                : new MemorySource.Value.Histogram(histogram),
                        offset == Long.MIN_VALUE ? 0 : time + offset);
            }
        }
    }

    /// Start timestamps by offsets from the samples' own times.
    private static List<Long> starts(String items) {
        var out = new ArrayList<Long>();
        for (String item : items.strip().split("\\s+", -1)) {
            if (item.startsWith("_")) {
                int count = item.length() == 1 ? 1 : Integer.parseInt(item.substring(2));
                for (int i = 0; i < count; i++) {
                    out.add(Long.MIN_VALUE);
                }
                continue;
            }
            Matcher matched = START.matcher(item);
            if (!matched.matches()) {
                throw new IllegalArgumentException("start timestamp: " + item);
            }
            long value = Script.millis(matched.group(1));
            long step = matched.group(3) == null ? 0 : Script.millis(matched.group(3));
            long by = "-".equals(matched.group(2)) ? -step : step;
            int times = matched.group(4) == null ? 0 : Integer.parseInt(matched.group(4));
            for (int i = 0; i <= times; i++) {
                out.add(value);
                value += by;
            }
        }
        return out;
    }

    /// Classic histograms once more, as native ones with custom buckets.
    private final class CustomBuckets {
        private final Map<Labels, Classic> found = new TreeMap<>();
        private final Map<Labels, List<@Nullable Value>> all;

        private CustomBuckets(Map<Labels, List<@Nullable Value>> all) {
            this.all = all;
        }

        /// One classic histogram.
        private static final class Classic {
            private final TreeMap<Double, List<@Nullable Value>> buckets = new TreeMap<>();
            private List<@Nullable Value> counts = List.of();
            private List<@Nullable Value> sums = List.of();
        }

        private void add() {
            all.forEach(this::collect);
            found.forEach(this::convert);
        }

        private void collect(Labels labels, List<@Nullable Value> values) {
            String name = labels.get(Labels.METRIC_NAME);
            Double bound = GoNumber.parse(labels.get("le"));
            if (name.endsWith("_bucket") && bound != null) {
                classic(labels, "_bucket").buckets.put(bound, values);
            } else if (name.endsWith("_count")) {
                classic(labels, "_count").counts = values;
            } else if (name.endsWith("_sum")) {
                classic(labels, "_sum").sums = values;
            }
        }

        private Classic classic(Labels labels, String suffix) {
            String name = labels.get(Labels.METRIC_NAME);
            Labels key =
                    labels.with("le", "")
                            .with(
                                    Labels.METRIC_NAME,
                                    name.substring(0, name.length() - suffix.length()));
            return found.computeIfAbsent(key, _ -> new Classic());
        }

        private void convert(Labels labels, Classic classic) {
            int size = classic.buckets.values().stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < size; i++) {
                FloatHistogram histogram = at(classic, i);
                if (histogram != null) {
                    source.add(
                            labels, i * load.gap(), new MemorySource.Value.Histogram(histogram), 0);
                }
            }
        }

        private static @Nullable Double value(List<@Nullable Value> values, int index) {
            Value value = index < values.size() ? values.get(index) : null;
            return value == null || StaleMarker.is(value.number()) ? null : value.number();
        }

        private @Nullable FloatHistogram at(Classic classic, int index) {
            var bounds = new ArrayList<Double>();
            var counts = new ArrayList<Double>();
            double before = 0;
            boolean any = false;
            for (var bucket : classic.buckets.entrySet()) {
                Double value = value(bucket.getValue(), index);
                if (value == null) {
                    continue;
                }
                any = true;
                if (!Double.isInfinite(bucket.getKey())) {
                    bounds.add(bucket.getKey());
                }
                counts.add(value - before);
                before = value;
            }
            if (!any) {
                return null;
            }
            Double count = value(classic.counts, index);
            Double sum = value(classic.sums, index);
            double total = count == null ? before : count;
            if (counts.size() == bounds.size()) {
                counts.add(total - before);
            }
            return new FloatHistogram(
                    CounterResetHint.UNKNOWN,
                    FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                    0,
                    0,
                    total,
                    sum == null ? 0 : sum,
                    new Spans(new int[] {0}, new int[] {counts.size()}),
                    counts.stream().mapToDouble(Double::doubleValue).toArray(),
                    Spans.NONE,
                    new double[0],
                    bounds.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
