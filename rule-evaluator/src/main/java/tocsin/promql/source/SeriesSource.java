package tocsin.promql.source;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;

import java.util.List;

/// Where samples come from. Implementations may be called from many threads and may block.
public interface SeriesSource {
    /// Prepares a selection that can be read again and again, which is what rules do. Costs nothing
    /// while it is not read; the caller closes it.
    Selector prepare(List<Matcher> matchers);

    /// A standing selection of series.
    interface Selector extends AutoCloseable {
        /// The series that match and may have samples in `(fromExclusive, toInclusive]`,
        /// milliseconds since 1970, sorted by labels, without duplicates.
        ///
        /// **The same `Selection` instance** comes back as long as no matching series was born or
        /// dropped: a caller may keep whatever it has derived from the labels (groups, join tables)
        /// until it sees another instance. The range is a hint: a selection may hold series without
        /// samples in it.
        ///
        /// @param patience may end it with an exception of its own; the next selection is then as
        ///   good as if this one had not been asked for
        /// @throws SourceException when the storage fails; a failure is never an empty answer
        Selection select(long fromExclusive, long toInclusive, Patience patience)
                throws SourceException;

        /// The same for those who wait as long as it takes.
        default Selection select(long fromExclusive, long toInclusive) throws SourceException {
            return select(fromExclusive, toInclusive, Patience.ENDLESS);
        }

        @Override
        void close();
    }

    /// Series in order of their labels, and what the storage had to say.
    ///
    /// @param warnings partial answers and the like, for the user
    record Selection(List<Series> series, List<String> warnings) {
        /// No series.
        public static final Selection EMPTY = new Selection(List.of(), List.of());
    }

    /// One series. Its identity is stable: the same object stands for the same series in later
    /// selections.
    interface Series {
        /// The labels, metric name included; the same object each time.
        Labels labels();

        /// Appends the samples in `(fromExclusive, toInclusive]` to a buffer, stale markers
        /// included.
        void read(long fromExclusive, long toInclusive, SampleBuffer into) throws SourceException;

        /// Appends at most one sample: the last in `(fromExclusive, toInclusive]`, which may be a
        /// stale marker. The way of instant selectors; storages answer it from the end of the
        /// newest chunk.
        default void last(long fromExclusive, long toInclusive, SampleBuffer into)
                throws SourceException {
            var all = new SampleBuffer();
            read(fromExclusive, toInclusive, all);
            int end = all.size() - 1;
            if (end >= 0) {
                var histogram = all.histogram(end);
                if (histogram == null) {
                    into.add(all.timestamp(end), all.value(end));
                } else {
                    into.add(all.timestamp(end), histogram);
                }
                if (all.startTimestamp(end) != 0) {
                    into.startedAt(all.startTimestamp(end));
                }
            }
        }
    }
}
