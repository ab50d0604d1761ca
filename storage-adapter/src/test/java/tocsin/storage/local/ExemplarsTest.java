package tocsin.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.storage.head.Exemplars.Exemplar;
import tocsin.storage.head.Exemplars.Outcome;
import tocsin.storage.head.LabelKey;
import tocsin.storage.match.ValueTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

class ExemplarsTest {
    private static final long START = 1_767_225_600_000L;

    @TempDir Path folder;

    private LocalStore open(int most) throws IOException {
        return LocalStore.open(
                StoreSettings.of(folder).withExemplars(most),
                new PrometheusRegistry(),
                new Random(1));
    }

    private static Outcome put(LocalStore store, String series, long at, String trace)
            throws Exception {
        var batch = store.batch();
        batch.on(LabelKey.of(Labels.of("__name__", "m", "n", series)));
        batch.add(START + at, 1.0);
        Outcome outcome = batch.add(new Exemplar(Labels.of("trace", trace), at, START + at));
        batch.commit();
        return outcome;
    }

    private static List<String> of(LocalStore store, String series, long from, long to) {
        var tests =
                List.of(
                        ValueTest.of(
                                List.of(
                                        series.isEmpty()
                                                ? Matcher.equal("__name__", "m")
                                                : Matcher.equal("n", series))));
        return store.exemplars().find(tests, START + from, START + to).stream()
                .flatMap(each ->
                        each.exemplars().stream()
                                .map(one ->
                                        each.series().get("n")
                                                + ":"
                                                + one.labels().get("trace")
                                                + "="
                                                + one.value()))
                .toList();
    }

    @Test
    void theNewestAreKeptAndSurviveTheProcess() throws Exception {
        LocalStore store = open(3);
        assertThat(put(store, "a", 1, "x")).isEqualTo(Outcome.KEPT);
        assertThat(put(store, "b", 2, "y")).isEqualTo(Outcome.KEPT);
        assertThat(put(store, "a", 5, "z")).isEqualTo(Outcome.KEPT);
        assertThat(put(store, "a", 5, "z")).isEqualTo(Outcome.SAME);
        assertThat(put(store, "a", 4, "w")).isEqualTo(Outcome.OUT_OF_ORDER);
        assertThat(put(store, "a", 6, "t".repeat(124))).isEqualTo(Outcome.TOO_LONG);
        assertThat(of(store, "", 0, 10)).containsExactly("a:x=1.0", "a:z=5.0", "b:y=2.0");
        assertThat(of(store, "a", 2, 5)).containsExactly("a:z=5.0");
        assertThat(put(store, "b", 7, "v")).isEqualTo(Outcome.KEPT);
        List<String> left = List.of("a:z=5.0", "b:y=2.0", "b:v=7.0");
        assertThat(of(store, "", 0, 10)).isEqualTo(left);
        assertThat(of(open(3), "", 0, 10)).isEqualTo(left);
        assertThat(put(open(0), "b", 9, "v")).isEqualTo(Outcome.DISABLED);
    }
}
