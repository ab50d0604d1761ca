package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.source.SeriesSource;
import tocsin.promql.source.SeriesSource.Selection;
import tocsin.promql.source.SeriesSource.Series;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.rules.SampleSink.Sample;

import java.util.ArrayList;
import java.util.List;

/// What every source of series promises, with whatever stands behind it. A storage extends this.
public abstract class SeriesSourceContract {
    /// Where samples of the tests begin.
    protected static final long START = 1_767_225_600_000L;

    /// A source.
    protected abstract SeriesSource source() throws Exception;

    /// Makes samples part of the source.
    protected abstract void given(List<Sample> samples) throws Exception;

    /// A sample `seconds` after the start.
    protected static Sample sample(Labels labels, long seconds, double value) {
        return new Sample(labels, START + 1000 * seconds, value);
    }

    /// The labels of a series.
    protected static Labels series(String name, String instance) {
        return Labels.of("__name__", name, "instance", instance, "job", "node");
    }

    private static Matcher matcher(MatchType type, String name, String value) {
        return Matcher.promql(type, name, value);
    }

    private List<String> found(Matcher... matchers) throws Exception {
        try (var selector = source().prepare(List.of(matchers))) {
            return selector.select(START - 1, START + 3_600_000).series().stream()
                    .map(each -> each.labels().get("__name__") + each.labels().get("instance"))
                    .toList();
        }
    }

    @Test
    void seriesComeSortedByLabelsWhateverTheMatchers() throws Exception {
        given(
                List.of(
                        sample(series("up", "b"), 0, 1),
                        sample(series("up", "a"), 0, 1),
                        sample(series("cpu", "a"), 0, 1),
                        sample(Labels.of("__name__", "up"), 0, 1)));
        var up = matcher(MatchType.EQUAL, "__name__", "up");

        assertThat(found(up)).containsExactly("up", "upa", "upb");
        assertThat(found(matcher(MatchType.MATCHES, "__name__", ".+")))
                .containsExactly("cpua", "up", "upa", "upb");
        assertThat(found(matcher(MatchType.MATCHES, "__name__", "c.*|u.")))
                .containsExactly("cpua", "up", "upa", "upb");
        assertThat(found(up, matcher(MatchType.EQUAL, "instance", ""))).containsExactly("up");
        assertThat(found(up, matcher(MatchType.NOT_EQUAL, "instance", "")))
                .containsExactly("upa", "upb");
        assertThat(found(up, matcher(MatchType.NOT_EQUAL, "instance", "a")))
                .containsExactly("up", "upb");
        assertThat(found(up, matcher(MatchType.NOT_MATCHES, "instance", "a|c")))
                .containsExactly("up", "upb");
        assertThat(found(up, matcher(MatchType.NOT_MATCHES, "instance", ".+")))
                .containsExactly("up");
        assertThat(found(up, matcher(MatchType.NOT_MATCHES, "instance", ".*"))).isEmpty();
        assertThat(found(up, matcher(MatchType.MATCHES, "instance", "|b")))
                .containsExactly("up", "upb");
        assertThat(found(up, matcher(MatchType.EQUAL, "nothing", "x"))).isEmpty();
    }

    @Test
    void theSameSelectionComesBackUntilASeriesIsBorn() throws Exception {
        given(List.of(sample(series("up", "a"), 0, 1)));
        try (var selector = source().prepare(List.of(Matcher.equal("__name__", "up")))) {
            Selection first = selector.select(START - 1, START + 1000);
            given(List.of(sample(series("cpu", "a"), 1, 1), sample(series("up", "a"), 1, 1)));
            Selection same = selector.select(START, START + 2000);
            given(List.of(sample(series("up", "0"), 2, 1)));
            Selection other = selector.select(START, START + 3000);

            assertThat(same).isSameAs(first);
            assertThat(other).isNotSameAs(first);
            assertThat(other.series()).hasSize(2);
            assertThat(other.series().get(1)).isSameAs(first.series().getFirst());
        }
    }

    @Test
    void readingIsLeftOpenRightClosedAndKeepsStaleMarkers() throws Exception {
        Labels up = series("up", "a");
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 500; i++) {
            samples.add(sample(up, 15L * i, i == 250 ? StaleMarker.VALUE : i));
        }
        given(samples);
        Series series = only("up");

        var into = new SampleBuffer();
        series.read(START + 15_000, START + 60_000, into);
        assertThat(into.size()).isEqualTo(3);
        assertThat(into.timestamp(0)).isEqualTo(START + 30_000);
        assertThat(into.value(2)).isEqualTo(4);

        into.clear();
        series.read(Long.MIN_VALUE, Long.MAX_VALUE, into);
        assertThat(into.size()).isEqualTo(500);
        assertThat(StaleMarker.is(into.value(250))).isTrue();
    }

    private Series only(String name) throws Exception {
        try (var selector = source().prepare(List.of(Matcher.equal("__name__", name)))) {
            List<Series> all = selector.select(START - 1, START + 86_400_000).series();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    @Test
    void theLastSampleIsTheOneAtOrBeforeTheEndOfTheRange() throws Exception {
        Labels up = series("up", "a");
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 300; i++) {
            samples.add(sample(up, 15L * i, i));
        }
        given(samples);
        Series series = only("up");

        for (int i : new int[] {0, 1, 119, 120, 121, 298, 299}) {
            assertThat(last(series, 15_000L * i - 1, 15_000L * i + 1)).containsExactly((double) i);
        }
        assertThat(last(series, 15_000L * 299, 15_000L * 400)).isEmpty();
        assertThat(last(series, 0, 15_000L * 400)).containsExactly(299.0);
        assertThat(last(series, 15_000L * 7, 15_000L * 7 + 14_999)).isEmpty();
    }

    private static List<Double> last(Series series, long from, long to) throws Exception {
        var into = new SampleBuffer();
        series.last(START + from, START + to, into);
        var values = new ArrayList<Double>();
        for (int i = 0; i < into.size(); i++) {
            values.add(into.value(i));
        }
        return values;
    }
}
