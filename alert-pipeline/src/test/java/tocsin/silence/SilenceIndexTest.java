package tocsin.silence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.labels.Labels;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

final class SilenceIndexTest {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> VALUES = List.of("", "x", "y", "x|y", "x|", "x.*", ".+", "z");

    /// What really matches is always among what is to be looked at, in order of change.
    @Test
    void nothingThatMatchesIsOverlooked() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var index = new SilenceIndex();
            Map<String, Silence> all = new LinkedHashMap<>();
            long place = 0;
            for (int step = 0; step < 60; step++) {
                String id = "s" + random.nextInt(20);
                index.remove(id);
                all.remove(id);
                if (random.nextInt(4) > 0) {
                    Silence silence = silence(id, random);
                    index.put(silence, ++place);
                    all.put(id, silence);
                }
                assertThat(index.isEmpty()).isEqualTo(all.isEmpty());
                Labels alert = labels(random);
                assertThat(
                                index.since(0, alert).stream()
                                        .filter(found -> isAbout(all, found, alert)))
                        .containsExactlyElementsOf(
                                all.keySet().stream()
                                        .filter(each -> isAbout(all, each, alert))
                                        .toList());
                assertThat(index.since(place, alert)).isEmpty();
            }
        }
    }

    private static boolean isAbout(Map<String, Silence> all, String id, Labels alert) {
        return all.get(id).matches(alert);
    }

    private static Labels labels(Random random) {
        return Labels.of("a", value(random), "b", value(random), "name", "n");
    }

    private static String value(Random random) {
        return List.of("", "x", "y", "z", "xx").get(random.nextInt(5));
    }

    private static Silence silence(String id, Random random) {
        var matchers = new ArrayList<Matcher>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            MatchType type = MatchType.values()[random.nextInt(MatchType.values().length)];
            matchers.add(
                    Matcher.of(
                            type,
                            NAMES.get(random.nextInt(NAMES.size())),
                            VALUES.get(random.nextInt(VALUES.size()))));
        }
        return new Silence(
                id, matchers, Instant.EPOCH, Instant.MAX, Instant.EPOCH, "", "", Map.of(), false);
    }
}
