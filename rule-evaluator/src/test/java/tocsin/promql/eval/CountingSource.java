package tocsin.promql.eval;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.source.Patience;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;

import java.util.List;

/// Another source's series, whose reads are counted, and may set something off.
final class CountingSource implements SeriesSource {
    private final SeriesSource inner;
    private Runnable onRead = () -> {};
    int reads;
    int prepared;

    CountingSource(SeriesSource inner) {
        this.inner = inner;
    }

    void onRead(Runnable action) {
        onRead = action;
    }

    private final class Counted implements Series {
        private final Series series;

        private Counted(Series series) {
            this.series = series;
        }

        @Override
        public Labels labels() {
            return series.labels();
        }

        @Override
        public void read(long fromExclusive, long toInclusive, SampleBuffer into)
                throws SourceException {
            reads++;
            onRead.run();
            series.read(fromExclusive, toInclusive, into);
        }
    }

    @Override
    public Selector prepare(List<Matcher> matchers) {
        Selector selector = inner.prepare(matchers);
        prepared++;
        return new Selector() {
            private Selection seen = Selection.EMPTY;
            private Selection counted = Selection.EMPTY;

            @Override
            public Selection select(long fromExclusive, long toInclusive, Patience patience)
                    throws SourceException {
                Selection found = selector.select(fromExclusive, toInclusive, patience);
                if (!found.equals(seen)) {
                    seen = found;
                    List<Series> series =
                            found.series().stream().<Series>map(Counted::new).toList();
                    counted = new Selection(series, found.warnings());
                }
                return counted;
            }

            @Override
            public void close() {
                prepared--;
                selector.close();
            }
        };
    }
}
