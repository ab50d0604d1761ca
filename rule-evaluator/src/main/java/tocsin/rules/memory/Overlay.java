package tocsin.rules.memory;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// History, with what rules write in a replay laid over it: series of names that are written anew
/// are taken from the replay only, whatever history holds of them.
public final class Overlay implements SeriesSource {
    private final SeriesSource history;
    private final SeriesSource replayed;
    private final Set<String> names;

    /// An overlay.
    ///
    /// @param names of the metrics that are written anew
    public Overlay(SeriesSource history, SeriesSource replayed, Set<String> names) {
        this.history = history;
        this.replayed = replayed;
        this.names = Set.copyOf(names);
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        for (Matcher matcher : matchers) {
            if (matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == MatchType.EQUAL) {
                boolean anew = names.contains(matcher.value());
                return (anew ? replayed : history).prepare(matchers);
            }
        }
        return new Both(history.prepare(matchers), replayed.prepare(matchers));
    }

    private final class Both implements Selector {
        private final Selector below;
        private final Selector above;
        private @Nullable Selection lastBelow;
        private @Nullable Selection lastAbove;
        private Selection last = Selection.EMPTY;

        private Both(Selector below, Selector above) {
            this.below = below;
            this.above = above;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // A source gives the same selection while it holds.
        public Selection select(long fromExclusive, long toInclusive, Patience patience)
                throws SourceException {
            Selection old = below.select(fromExclusive, toInclusive, patience);
            Selection anew = above.select(fromExclusive, toInclusive, patience);
            if (old == lastBelow && anew == lastAbove) {
                return last;
            }
            var series = new ArrayList<Series>(anew.series());
            for (Series each : old.series()) {
                if (!names.contains(each.labels().get(Labels.METRIC_NAME))) {
                    series.add(each);
                }
            }
            series.sort(Comparator.comparing(Series::labels));
            lastBelow = old;
            lastAbove = anew;
            last = new Selection(List.copyOf(series), old.warnings());
            return last;
        }

        @Override
        public void close() {
            below.close();
            above.close();
        }
    }
}
