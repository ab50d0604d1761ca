package tocsin.jepsen.beside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.jepsen.process.Http;
import tocsin.jepsen.process.Waiting;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Random trees, inhibition, silences and alert timelines, compressed to seconds, given to the real
/// Alertmanager and to Tocsin at once: both must tell the same, group by group, in the same order.
///
/// What happens, happens on whole seconds, and groups are flushed half a second away from those, so
/// that neither program's delay of some tens of milliseconds decides what a flush sees. Alerts that
/// begin come before alerts that end: Debian's Alertmanager keeps an emptied group and its timer
/// for half a minute, which 0.34 and Tocsin do not.
///
/// `-Dtimelines=N` runs more seeds, `-Dtimelines.seed=S` begins elsewhere.
class TimelinesBesideIT {
    private static final int FIRING_SECONDS = 9;
    private static final int ENDING_SECONDS = 7;

    private @TempDir Path folder;

    static LongStream seeds() {
        long first = Long.getLong("timelines.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("timelines", 3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothTellTheSame(long seed) {
        var chance = new Random(seed);
        String config = new RandomConfig(chance).text();
        try (var pair = new Pair(folder, config)) {
            run(pair, timeline(chance));
            Waiting.pause(Duration.ofSeconds(5));
            assertThat(pair.tocsin().sink().byGroup())
                    .as("seed %s, %s", seed, config)
                    .isEqualTo(pair.alertmanager().sink().byGroup());
        }
    }

    /// A request on a whole second.
    private record Step(int second, String path, Body body) {}

    /// Times are relative to the moment a body is sent.
    private interface Body {
        String at(Instant now);
    }

    private static List<Step> timeline(Random chance) {
        var steps = new ArrayList<Step>();
        var known = new ArrayList<String>();
        for (int second = 0; second < FIRING_SECONDS; second++) {
            double what = chance.nextDouble();
            if (what < 0.6 || known.isEmpty()) {
                steps.add(new Step(second, "/api/v2/alerts", fire(chance, second, known)));
            } else if (what < 0.8) {
                steps.add(new Step(second, "/api/v2/silences", silence(chance)));
            }
        }
        for (int second = FIRING_SECONDS; second < FIRING_SECONDS + ENDING_SECONDS; second++) {
            String labels = known.get(chance.nextInt(known.size()));
            steps.add(
                    new Step(
                            second,
                            "/api/v2/alerts",
                            now ->
                                    "[{\"labels\":%s,\"endsAt\":\"%s\"}]"
                                            .formatted(labels, now.minusMillis(1))));
        }
        return steps;
    }

    private static Body fire(Random chance, int second, List<String> known) {
        var alerts = new ArrayList<String>();
        int count = 1 + chance.nextInt(3);
        for (int i = 0; i < count; i++) {
            String labels = labels(chance);
            known.add(labels);
            alerts.add(
                    "{\"labels\":" + labels + ",\"annotations\":{\"second\":\"" + second + "\"}");
        }
        boolean ends = chance.nextInt(4) == 0;
        int after = FIRING_SECONDS - second + 1;
        return now -> {
            String end = ends ? ",\"endsAt\":\"" + now.plusSeconds(after) + "\"}" : "}";
            return "[" + String.join(end + ",", alerts) + end + "]";
        };
    }

    private static String labels(Random chance) {
        var text = new StringBuilder("{\"alertname\":\"").append("XY".charAt(chance.nextInt(2)));
        text.append("\",\"instance\":\"").append(chance.nextInt(3)).append('"');
        for (String name : List.of("job", "sev", "team")) {
            if (chance.nextInt(10) < 6) {
                text.append(",\"%s\":\"%s\"".formatted(name, "abc".charAt(chance.nextInt(3))));
            }
        }
        return text.append('}').toString();
    }

    private static Body silence(Random chance) {
        String value = Integer.toString(chance.nextInt(3));
        int length = chance.nextBoolean() ? 3 : 60;
        return now ->
                """
                {"matchers":[{"name":"instance","value":"%s","isRegex":false}],
                "startsAt":"%s","endsAt":"%s","createdBy":"","comment":""}
                """
                        .formatted(value, now, now.plusSeconds(length));
    }

    private static void run(Pair pair, List<Step> steps) {
        Instant begin = Instant.now().plusMillis(500);
        for (Step step : steps) {
            Instant due = begin.plusSeconds(step.second());
            Duration left = Duration.between(Instant.now(), due);
            if (left.isPositive()) {
                Waiting.pause(left);
            }
            String body = step.body().at(due);
            pair.both().forEach(side -> Http.post(side.uri(step.path()), body).required());
        }
    }
}
