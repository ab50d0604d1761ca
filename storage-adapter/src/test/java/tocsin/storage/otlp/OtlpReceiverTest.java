package tocsin.storage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.codec.ProtoOut;
import tocsin.storage.ingest.Metadata;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// The four kinds of data points, and what is refused of them.
class OtlpReceiverTest {
    private static final long NOW = 1_767_268_800_000L;
    private static final int CUMULATIVE = 2;

    @TempDir Path folder;
    private LocalStore store;
    private final Metadata metadata = new Metadata();

    @BeforeEach
    void open() throws Exception {
        store = LocalStore.open(StoreSettings.of(folder), new PrometheusRegistry(), new Random(1));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private OtlpOutcome write(OtlpTranslation rules, byte[] message) {
        return new OtlpReceiver(
                        store,
                        () -> Instant.ofEpochMilli(NOW),
                        rules,
                        new OtlpMetrics(new PrometheusRegistry()),
                        metadata)
                .write(message);
    }

    private String why(byte[] message) {
        return switch (write(OtlpTranslation.DEFAULT, message)) {
            case OtlpOutcome.Read(long rejected, String why) ->
                    rejected == 0 ? "" : rejected + ": " + why;
            case OtlpOutcome.Unreadable(String why) -> "unreadable: " + why;
            case OtlpOutcome.Failed(String why) -> "failed: " + why;
        };
    }

    static ProtoOut out() {
        return new ProtoOut(64);
    }

    static ProtoOut attribute(String name, String value) {
        return out().text(1, name).message(2, out().text(1, value));
    }

    /// With a resource of two attributes that identify and one that tells.
    static byte[] request(ProtoOut... metrics) {
        var resource =
                out().message(1, attribute("service.name", "shop"))
                        .message(1, attribute("service.namespace", "eu"))
                        .message(1, attribute("service.instance.id", "i1"))
                        .message(1, attribute("host.name", "h"));
        var scope =
                out().message(
                                1,
                                out().text(1, "lib")
                                        .text(2, "1.2")
                                        .message(3, attribute("k.v", "w")));
        for (ProtoOut metric : metrics) {
            scope.message(2, metric);
        }
        return out().message(1, out().message(1, resource).message(2, scope)).toBytes();
    }

    private static ProtoOut fixed(ProtoOut to, int field, long value) {
        return to.f64(field, Double.longBitsToDouble(value));
    }

    private static ProtoOut metric(String name, String unit, int kind, ProtoOut data) {
        return out().text(1, name).text(2, "Help of " + name).text(3, unit).message(kind, data);
    }

    private static ProtoOut number(long millis, double value, String... attributes) {
        var point = fixed(out(), 3, millis * 1_000_000).f64(4, value);
        for (int i = 0; i < attributes.length; i += 2) {
            point.message(7, attribute(attributes[i], attributes[i + 1]));
        }
        return point;
    }

    private static ProtoOut sum(int temporality, ProtoOut... points) {
        var data = out();
        for (ProtoOut point : points) {
            data.message(1, point);
        }
        return data.varint(2, temporality).varint(3, 1);
    }

    private static ProtoOut gauge(ProtoOut... points) {
        var data = out();
        for (ProtoOut point : points) {
            data.message(1, point);
        }
        return data;
    }

    private List<String> stored(String pattern) throws Exception {
        var all = new ArrayList<String>();
        try (var selector =
                store.prepare(List.of(Matcher.promql(MatchType.MATCHES, "__name__", pattern)))) {
            for (var series : selector.select(0, NOW + 1_000_000).series()) {
                var into = new SampleBuffer();
                series.read(0, NOW + 1_000_000, into);
                for (int i = 0; i < into.size(); i++) {
                    var histogram = into.histogram(i);
                    boolean stale = StaleMarker.is(into.value(i));
                    String value =
                            histogram != null
                                    ? histogram.toString()
                                    : stale ? "stale" : String.valueOf(into.value(i));
                    all.add(series.labels() + " " + (into.timestamp(i) - NOW) + " " + value);
                }
            }
        }
        all.sort(null);
        return all;
    }

    private static String series(String name, String rest) {
        return "{__name__=\"" + name + "\", instance=\"i1\", job=\"eu/shop\"" + rest + "}";
    }

    @Test
    void numbersBecomeSeriesAndTheResourceTargetInfo() throws Exception {
        var integer = fixed(fixed(out(), 3, NOW * 1_000_000), 6, -3);
        byte[] request =
                request(
                        metric("temp.now", "Cel", 5, gauge(number(NOW, 1.5, "z.a", "1"))),
                        metric("ups", "", 7, out().message(1, integer).varint(2, CUMULATIVE)),
                        metric(
                                "io",
                                "By",
                                7,
                                sum(CUMULATIVE, number(NOW - 400_000, 1), number(NOW, 2))));

        assertThat(why(request)).isEmpty();

        assertThat(stored(".+"))
                .containsExactly(
                        series("io_bytes_total", "") + " -400000 1.0",
                        series("io_bytes_total", "") + " 0 2.0",
                        info() + " -100000 1.0",
                        info() + " -250000 1.0",
                        info() + " -400000 1.0",
                        info() + " 0 1.0",
                        series("temp_now_celsius", ", z_a=\"1\"") + " 0 1.5",
                        series("ups", "") + " 0 -3.0");
        assertThat(metadata.of("io_bytes_total"))
                .containsExactly(new Metadata.Description("counter", "Help of io", "bytes"));
        assertThat(metadata.of("ups").getFirst().type()).isEqualTo("gauge");
        assertThat(why(request)).as("sent again").isEmpty();
    }

    private static String info() {
        return "{__name__=\"target_info\", host_name=\"h\", instance=\"i1\", job=\"eu/shop\"}";
    }

    @Test
    void aClassicHistogramHasBucketsSumAndCount() throws Exception {
        var point = fixed(fixed(out(), 3, NOW * 1_000_000), 4, 7).f64(5, 12.5);
        point.f64s(7, new double[] {0.5, 10});
        fixed(fixed(fixed(point, 6, 1), 6, 4), 6, 2);
        var ended = fixed(fixed(out(), 3, (NOW + 1000) * 1_000_000), 4, 7).varint(10, 1);

        assertThat(why(request(metric("t", "s", 9, sum(CUMULATIVE, point, ended))))).isEmpty();

        assertThat(stored("t_.*"))
                .containsExactly(
                        series("t_seconds_bucket", ", le=\"+Inf\"") + " 0 7.0",
                        series("t_seconds_bucket", ", le=\"+Inf\"") + " 1000 stale",
                        series("t_seconds_bucket", ", le=\"0.5\"") + " 0 1.0",
                        series("t_seconds_bucket", ", le=\"10\"") + " 0 5.0",
                        series("t_seconds_count", "") + " 0 7.0",
                        series("t_seconds_count", "") + " 1000 stale",
                        series("t_seconds_sum", "") + " 0 12.5");
    }

    private static ProtoOut exponential(int scale) {
        var counts = out().zigzag(1, -3);
        for (long count : new long[] {0, 2, 0, 0, 0, 0, 1, 3}) {
            counts.varint(2, count);
        }
        return fixed(
                        fixed(fixed(out(), 3, NOW * 1_000_000), 4, 8).f64(5, 3.5).zigzag(6, scale),
                        7,
                        2)
                .message(8, counts);
    }

    @Test
    void anExponentialHistogramBecomesANativeOne() throws Exception {
        assertThat(why(request(metric("e", "", 10, sum(CUMULATIVE, exponential(1)))))).isEmpty();
        assertThat(why(request(metric("f", "", 10, sum(CUMULATIVE, exponential(9)))))).isEmpty();
        assertThat(why(request(metric("g", "", 10, sum(CUMULATIVE, exponential(-5))))))
                .isEqualTo("1: metric \"g\": a scale of -5, at least -4 can be stored");

        // Indexes are one higher: -2 becomes -1, 3 and 4 become 4 and 5.
        assertThat(histogram("e")).isEqualTo("schema 1 [-1, 4] [1, 2] [2.0, 1.0, 3.0] 2.0 8.0 3.5");
        // One step coarser: -3 and -2 merge to -2 and that becomes -1; 3 to 1, 4 to 2.
        assertThat(histogram("f")).isEqualTo("schema 8 [0] [4] [2.0, 0.0, 1.0, 3.0] 2.0 8.0 3.5");
    }

    private String histogram(String name) throws Exception {
        try (var selector = store.prepare(List.of(Matcher.equal("__name__", name)))) {
            var into = new SampleBuffer();
            selector.select(0, NOW + 1).series().iterator().next().read(0, NOW + 1, into);
            var made = into.histogram(0);
            return made == null
                    ? "none"
                    : "schema %d %s %s %s %s %s %s"
                            .formatted(
                                    made.schema(),
                                    Arrays.toString(made.positiveSpans().offsets()),
                                    Arrays.toString(made.positiveSpans().lengths()),
                                    Arrays.toString(made.positiveBuckets()),
                                    made.zeroCount(),
                                    made.count(),
                                    made.sum());
        }
    }

    @Test
    void aSummaryHasQuantiles() throws Exception {
        var point = fixed(fixed(out(), 3, NOW * 1_000_000), 4, 3).f64(5, 6);
        point.message(6, out().f64(1, 0.99).f64(2, 4));

        assertThat(why(request(metric("s", "", 11, gauge(point))))).isEmpty();

        assertThat(stored("s|s_.*"))
                .containsExactly(
                        series("s", ", quantile=\"0.99\"") + " 0 4.0",
                        series("s_count", "") + " 0 3.0",
                        series("s_sum", "") + " 0 6.0");
    }

    @Test
    void whatIsRefusedIsNamedAndTheRestStored() throws Exception {
        var delta = metric("d", "", 7, sum(1, number(NOW, 1), number(NOW + 1, 2)));
        var valueless = fixed(out(), 3, NOW * 1_000_000);
        var late = number(NOW - 2 * 3_600_000, 1);
        byte[] request =
                request(
                        metric("good", "", 5, gauge(number(NOW, 1))),
                        delta,
                        metric("...", "", 5, gauge(number(NOW, 1))),
                        metric("v", "", 5, gauge(valueless)),
                        metric("z", "", 5, gauge(out().f64(4, 1))),
                        metric("p", "", 5, gauge(number(NOW + 700_000, 1))),
                        metric("o", "", 5, gauge(number(NOW, 1), late)));

        assertThat(why(request).lines())
                .containsExactly(
                        "7: metric \"d\": delta temporality, only cumulative can be stored: set the"
                                + " exporter's temporality preference to cumulative",
                        "metric \"...\": no name is left of it in letters and digits",
                        "metric \"v\": a data point without a value",
                        "metric \"z\": a data point without a time",
                        "metric \"p\": out of bounds: timestamp is too far in the future",
                        "metric \"o\": out of bounds for series " + series("o", ""));
        assertThat(stored("good|o")).hasSize(2);
        byte[] answer = new OtlpOutcome.Read(2, "so").answer();
        assertThat(answer).containsExactly(10, 6, 8, 2, 18, 2, 's', 'o');
        assertThat(new OtlpOutcome.Read(0, "").answer()).isEmpty();
    }

    @Test
    void attributesOfResourceAndScopeBecomeLabelsWhenAsked() throws Exception {
        var rules =
                new OtlpTranslation(
                        false,
                        false,
                        false,
                        Set.of("host.name"),
                        true,
                        true,
                        true,
                        true,
                        true,
                        Duration.ofMinutes(5));
        var histogram = fixed(fixed(out(), 3, NOW * 1_000_000), 4, 3).f64(5, 6);
        fixed(fixed(histogram.f64s(7, new double[] {2}), 6, 1), 6, 2);

        write(rules, request(metric("a.b", "s", 9, sum(CUMULATIVE, histogram))));

        assertThat(stored("a.b"))
                .singleElement()
                .asString()
                .startsWith(
                        "{__name__=\"a.b\", \"host.name\"=\"h\", instance=\"i1\","
                                + " job=\"eu/shop\", \"otel_scope_k.v\"=\"w\""
                                + ", otel_scope_name=\"lib\", otel_scope_version=\"1.2\"}");
        assertThat(histogram("a.b")).isEqualTo("schema -53 [0] [2] [1.0, 2.0] 0.0 3.0 6.0");
        assertThat(stored("target_info")).singleElement().asString().contains("service.name");
    }

    @Test
    void valuesOfAttributesBecomeText() throws Exception {
        var list =
                out().message(1, out().text(1, "x<"))
                        .message(1, out().varint(3, -1))
                        .message(1, out().varint(2, 1))
                        .message(1, out());
        var map = out().message(1, out().text(1, "b").message(2, out().message(5, list)));
        var point = number(NOW, 1);
        point.message(7, out().text(1, "map").message(2, out().message(6, map)));
        point.message(7, out().text(1, "raw").message(2, out().bytes(7, new byte[] {1, 2})));
        point.message(7, out().text(1, "d").message(2, out().f64(4, 2.5)));
        point.message(7, attribute("x.y", "2")).message(7, attribute("x-y", "1"));

        assertThat(why(request(metric("m", "", 5, gauge(point))))).isEmpty();

        assertThat(stored("m").getFirst())
                .contains("d=\"2.5\"")
                .contains("map=\"{\\\"b\\\":[\\\"x\\\\u003c\\\",-1,true,null]}\"")
                .contains("raw=\"AQI=\"")
                .contains("x_y=\"1;2\"");
    }

    @Test
    void damagedRequestsAreAnsweredAndDoNoHarm() {
        byte[] whole =
                request(
                        metric("e", "", 10, sum(CUMULATIVE, exponential(1))),
                        metric("g", "", 5, gauge(number(NOW, 1, "a", "b"))));
        for (int length = 0; length < whole.length; length++) {
            why(Arrays.copyOf(whole, length));
        }
        var random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            for (int n = 0; n <= random.nextInt(3); n++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            why(damaged);
        }
        assertThat(why("no protobuf at all".getBytes(StandardCharsets.UTF_8)))
                .startsWith("unreadable: proto: ");
    }
}
