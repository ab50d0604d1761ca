package tocsin.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.alert.Alert;
import tocsin.alert.AlertPool;
import tocsin.labels.LabelNames;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

final class QuickPostsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final List<String> TEXTS =
            List.of(
                    "a",
                    "alertname",
                    "",
                    "Grüße",
                    "日本語 \uD83D\uDD14",
                    "\\u0026x\\u003c\\n\\t\\\"\\\\\\/\\b\\f\\r",
                    "\\ud83d\\udd14",
                    "\\ud83d",
                    "\\x",
                    "b c",
                    "http://prom/graph?g0.expr=up\\u0026g0.tab=1");
    private static final List<String> TIMES =
            List.of(
                    "2026-01-02T03:00:00Z",
                    "2026-01-02T03:00:00.123+01:00",
                    "2026-01-02T04:00:00.123456789Z",
                    "0001-01-01T00:00:00Z",
                    "",
                    "yesterday");

    private final AlertPool pool = new AlertPool();

    private Optional<List<Alert>> quick(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return QuickPosts.read(bytes, bytes.length, pool, NOW, TIMEOUT);
    }

    private static List<Alert> slow(String body) throws IOException {
        var in = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        AlertPosts.Posted posted =
                AlertPosts.read(in, NOW, TIMEOUT, LabelNames::isUtf8, AlertBounds.NONE);
        assertThat(posted.refusals().lines()).as(body).isEmpty();
        return posted.alerts();
    }

    /// Whatever is understood means the same as on the long way; twice, as the second time finds
    /// everything in the pool.
    @Test
    void whatIsUnderstoodMeansTheSameAsOnTheLongWay() throws IOException {
        int understood = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            String body = body(new Random(seed));
            for (int i = 0; i < 2; i++) {
                Optional<List<Alert>> quick = quick(body);
                if (quick.isPresent()) {
                    understood++;
                    assertThat(quick.get()).as(body).isEqualTo(slow(body));
                }
            }
        }
        assertThat(understood).isGreaterThan(5_000);
    }

    private static String body(Random random) {
        var alerts = new ArrayList<String>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            alerts.add(alert(random));
        }
        String body = blank(random) + "[" + String.join(",", alerts) + "]" + blank(random);
        if (random.nextInt(20) == 0) {
            body = body.substring(0, random.nextInt(body.length()));
        }
        return body;
    }

    private static String alert(Random random) {
        var fields = new ArrayList<String>();
        fields.add("\"labels\":" + pairs(random));
        if (random.nextBoolean()) {
            fields.add("\"annotations\" : " + pairs(random));
        }
        if (random.nextBoolean()) {
            fields.add("\"startsAt\":\"" + pick(random, TIMES) + "\"");
        }
        if (random.nextBoolean()) {
            fields.add("\"endsAt\":\"" + pick(random, TIMES) + "\"");
        }
        if (random.nextBoolean()) {
            fields.add("\"generatorURL\":\"" + pick(random, TEXTS) + "\"");
        }
        if (random.nextInt(20) == 0) {
            fields.add("\"status\":{\"state\":1}");
        }
        Collections.shuffle(fields, random);
        return "{" + String.join("," + blank(random), fields) + "}";
    }

    private static String pairs(Random random) {
        var pairs = new ArrayList<String>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String value = random.nextInt(30) == 0 ? "null" : "\"" + pick(random, TEXTS) + "\"";
            pairs.add("\"" + pick(random, TEXTS) + "\":" + value);
        }
        return "{" + blank(random) + String.join(",", pairs) + "}";
    }

    private static <T> T pick(Random random, List<T> of) {
        // The first few are the most frequent, so that alerts come again and in part.
        return of.get(random.nextInt(1 + random.nextInt(of.size())));
    }

    private static String blank(Random random) {
        return List.of("", "", " ", "\n\t").get(random.nextInt(4));
    }

    @Test
    void whatWasSentBeforeIsNotMadeAgain() {
        String body =
                """
                [{"annotations":{"summary":"gr\\u00fcn \\u0026 hot"},
                 "endsAt":"2026-01-02T04:00:00Z","labels":{"alertname":"A","job":"n"},
                 "generatorURL":"http://prom/\\u0026x"}]
                """;
        Alert first = quick(body).orElseThrow().getFirst();
        Alert second = quick(body).orElseThrow().getFirst();
        assertThat(first.annotations().get("summary")).isEqualTo("grün & hot");
        assertThat(second.labels()).isSameAs(first.labels());
        assertThat(second.annotations()).isSameAs(first.annotations());
        assertThat(second.generatorUrl()).isSameAs(first.generatorUrl());
    }

    @Test
    void aNameThatIsThereTwiceIsNotTakenForTwoNames() {
        quick("[{\"labels\":{\"a\":\"x\",\"b\":\"y\"}}]");
        Optional<List<Alert>> twice = quick("[{\"labels\":{\"a\":\"x\",\"a\":\"x\"}}]");
        assertThat(twice.orElseThrow().getFirst().labels().size()).isEqualTo(1);
    }

    @Test
    void bytesThatAreNoUtf8GoTheLongWay() {
        byte[] bytes = "[{\"labels\":{\"a\":\"x?\"}}]".getBytes(StandardCharsets.ISO_8859_1);
        for (int bad : new int[] {0x80, 0xc0, 0xc3, 0xed, 0xf5, 0xff}) {
            for (int i = 0; i < bytes.length; i++) {
                byte[] broken = bytes.clone();
                broken[i] = (byte) bad;
                assertThat(QuickPosts.read(broken, broken.length, pool, NOW, TIMEOUT)).isEmpty();
            }
        }
    }
}
