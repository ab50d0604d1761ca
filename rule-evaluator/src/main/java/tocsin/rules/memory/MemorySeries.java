package tocsin.rules.memory;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource;
import tocsin.rules.SampleSink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Series in memory, as source and as sink. Samples of a series come in order of time. Confined to
/// one thread.
public final class MemorySeries implements SeriesSource, SampleSink {
    private final Map<Labels, Column> all = new HashMap<>();
    private final Map<String, List<Column>> byName = new HashMap<>();
    private final Map<String, Long> births = new HashMap<>();
    private long allBirths;

    @Override
    public List<Refused> append(List<Sample> samples) {
        var refused = new ArrayList<Refused>();
        for (Sample sample : samples) {
            Column column = all.get(sample.labels());
            if (column == null) {
                column = born(sample.labels());
            }
            if (sample.timestampMillis() > column.lastTime()) {
                column.add(sample.timestampMillis(), sample.value(), sample.histogram());
            } else if (sample.timestampMillis() < column.lastTime()) {
                refused.add(new Refused(sample, Reason.OUT_OF_ORDER, "out of order sample"));
            } else if (!column.endsWith(sample.value(), sample.histogram())) {
                refused.add(
                        new Refused(sample, Reason.DUPLICATE, "duplicate sample for timestamp"));
            }
        }
        return refused;
    }

    private Column born(Labels labels) {
        var column = new Column(labels);
        all.put(labels, column);
        String name = labels.get(Labels.METRIC_NAME);
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(column);
        changed(name);
        return column;
    }

    private void changed(String name) {
        births.merge(name, 1L, Long::sum);
        allBirths++;
    }

    /// Forgets samples older than `millis`, and series that have no others.
    public void dropBefore(long millis) {
        all.values()
                .removeIf(column -> {
                    column.dropBefore(millis);
                    if (column.isEmpty()) {
                        String name = column.labels().get(Labels.METRIC_NAME);
                        byName.getOrDefault(name, List.of()).remove(column);
                        changed(name);
                    }
                    return column.isEmpty();
                });
    }

    /// The number of series.
    public int size() {
        return all.size();
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        return new Standing(matchers);
    }

    private final class Standing implements Selector {
        private final List<Matcher> matchers;
        private final @Nullable String name;
        private long seen = -1;
        private Selection selection = Selection.EMPTY;

        private Standing(List<Matcher> matchers) {
            this.matchers = matchers;
            this.name =
                    matchers.stream()
                            .filter(each -> each.type() == MatchType.EQUAL)
                            .filter(each -> each.name().equals(Labels.METRIC_NAME))
                            .map(Matcher::value)
                            .findFirst()
                            .orElse(null);
        }

        @Override
        public Selection select(long fromExclusive, long toInclusive, Patience patience) {
            long now = name == null ? allBirths : births.getOrDefault(name, 0L);
            if (now != seen) {
                seen = now;
                var candidates = name == null ? all.values() : byName.getOrDefault(name, List.of());
                List<Series> found = new ArrayList<>();
                for (Column column : candidates) {
                    if (Matcher.all(matchers, column.labels())) {
                        found.add(column);
                    }
                }
                found.sort(Comparator.comparing(Series::labels));
                if (!found.equals(selection.series())) {
                    selection = new Selection(List.copyOf(found), List.of());
                }
            }
            return selection;
        }

        @Override
        public void close() {}
    }
}
