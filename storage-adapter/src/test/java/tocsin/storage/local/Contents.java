package tocsin.storage.local;

import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SourceException;
import tocsin.promql.value.SampleBuffer;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a source holds, as text by series.
final class Contents {
    private static final Matcher ALL = Matcher.promql(MatchType.MATCHES, "__name__", ".+");

    private Contents() {}

    /// Everything. A series without samples is not shown.
    static SortedMap<String, String> of(SeriesSource source) throws SourceException {
        return of(source, List.of(ALL));
    }

    static SortedMap<String, String> of(SeriesSource source, List<Matcher> matchers)
            throws SourceException {
        var all = new TreeMap<String, String>();
        try (var selector = source.prepare(matchers)) {
            for (var each : selector.select(0, Long.MAX_VALUE).series()) {
                var into = new SampleBuffer();
                each.read(0, Long.MAX_VALUE, into);
                var text = new StringBuilder();
                for (int i = 0; i < into.size(); i++) {
                    var histogram = into.histogram(i);
                    text.append(into.timestamp(i))
                            .append('=')
                            .append(histogram == null ? into.value(i) : histogram.count())
                            .append(' ');
                }
                if (into.size() > 0) {
                    all.put(each.labels().toString(), text.toString());
                }
            }
        }
        return all;
    }

    /// The same without the samples in a range, both ends included, of the series whose text holds
    /// something.
    static SortedMap<String, String> without(
            SortedMap<String, String> all, String series, long from, long to) {
        var left = new TreeMap<String, String>();
        all.forEach((labels, samples) -> {
            var text = new StringBuilder();
            for (String sample : samples.trim().split(" ")) {
                long at = Long.parseLong(sample.substring(0, sample.indexOf('=')));
                if (!labels.contains(series) || at < from || at > to) {
                    text.append(sample).append(' ');
                }
            }
            if (!text.isEmpty()) {
                left.put(labels, text.toString());
            }
        });
        return left;
    }
}
