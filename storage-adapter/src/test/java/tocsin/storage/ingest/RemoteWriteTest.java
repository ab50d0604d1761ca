package tocsin.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.labels.Labels;
import tocsin.labels.Matcher;
import tocsin.promql.value.SampleBuffer;
import tocsin.storage.ingest.WriteOutcome.Refused;
import tocsin.storage.ingest.WriteOutcome.Written;
import tocsin.storage.local.LocalStore;
import tocsin.storage.local.StoreSettings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class RemoteWriteTest {
    private static final long NOW = 1_767_225_600_000L;

    @TempDir Path folder;
    private LocalStore store;
    private Metadata metadata;
    private RemoteWriteReceiver receiver;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(StoreSettings.of(folder), new PrometheusRegistry(), new Random(1));
        metadata = new Metadata();
        var metrics = new IngestMetrics(new PrometheusRegistry());
        receiver =
                new RemoteWriteReceiver(store, () -> Instant.ofEpochMilli(NOW), metrics, metadata);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    /// A protobuf message, by hand.
    static final class Proto {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Proto varint(int field, long value) {
            raw((long) field << 3);
            raw(value);
            return this;
        }

        Proto raw(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        Proto f64(int field, double value) {
            raw(field << 3 | 1);
            out.writeBytes(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
            return this;
        }

        Proto bytes(int field, byte[] bytes) {
            raw(field << 3 | 2);
            raw(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Proto text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Proto message(int field, Proto message) {
            return bytes(field, message.out.toByteArray());
        }

        byte[] done() {
            return out.toByteArray();
        }
    }

    static Proto series(String... labels) {
        var series = new Proto();
        for (int i = 0; i < labels.length; i += 2) {
            series.message(1, new Proto().text(1, labels[i]).text(2, labels[i + 1]));
        }
        return series;
    }

    static Proto sample(double value, long at) {
        return new Proto().f64(1, value).varint(2, at);
    }

    private List<Double> values(String name) throws Exception {
        var values = new ArrayList<Double>();
        try (var selector = store.prepare(List.of(Matcher.equal(Labels.METRIC_NAME, name)))) {
            for (var series : selector.select(0, Long.MAX_VALUE).series()) {
                var into = new SampleBuffer();
                series.read(0, Long.MAX_VALUE, into);
                for (int i = 0; i < into.size(); i++) {
                    values.add(into.value(i));
                }
            }
        }
        return values;
    }

    @Test
    void versionOneIsStored() throws Exception {
        byte[] message =
                new Proto()
                        .message(
                                1,
                                series("__name__", "up", "job", "käse", "empty", "")
                                        .message(2, sample(1, NOW))
                                        .message(2, sample(2, NOW + 1000)))
                        .message(1, series("job", "nameless").message(2, sample(1, NOW)))
                        .message(3, new Proto().varint(1, 2).text(2, "up").text(4, "Is it?"))
                        .done();

        assertThat(receiver.writeV1(message)).isEqualTo(new Written(2, 0, 0));
        assertThat(receiver.writeV1(message)).isEqualTo(new Written(2, 0, 0));
        assertThat(values("up")).containsExactly(1.0, 2.0);
        assertThat(store.seriesCount()).isEqualTo(1);
        assertThat(store.labelNames()).containsExactly("__name__", "job");
        assertThat(metadata.of("up"))
                .containsExactly(new Metadata.Description("gauge", "Is it?", ""));
    }

    @Test
    void whatIsRefusedIsNamedAndTheRestStored() throws Exception {
        byte[] message =
                new Proto()
                        .message(
                                1,
                                series("__name__", "a")
                                        .message(2, sample(1, NOW))
                                        .message(2, sample(2, NOW - 1000))
                                        .message(2, sample(3, NOW + 700_000)))
                        .message(1, series("__name__", "b").message(2, sample(4, NOW)))
                        .done();

        var refused = (Refused) receiver.writeV1(message);
        assertThat(refused.samples()).isEqualTo(2);
        assertThat(refused.reasons())
                .containsExactly(
                        "out of order sample for series {__name__=\"a\"}",
                        "out of bounds: timestamp is too far in the future for series"
                                + " {__name__=\"a\"}");
        assertThat(values("b")).containsExactly(4.0);
    }

    private static byte[] versionTwo() {
        var histogram =
                new Proto()
                        .varint(1, 7)
                        .f64(3, 18.5)
                        .varint(4, 2)
                        .f64(5, 0.001)
                        .varint(6, 1)
                        .message(11, new Proto().varint(1, 0).varint(2, 2))
                        .bytes(12, new byte[] {4, 4})
                        .varint(15, NOW);
        return new Proto()
                .message(
                        5,
                        new Proto()
                                .bytes(1, new byte[] {1, 2, 3, 4})
                                .message(2, sample(5, NOW))
                                .message(5, new Proto().varint(1, 1).varint(3, 5)))
                .message(
                        5,
                        new Proto()
                                .bytes(1, new byte[] {1, 6})
                                .message(3, histogram)
                                .message(3, new Proto().varint(1, 9).varint(15, NOW + 1)))
                .message(5, new Proto().bytes(1, new byte[] {1, 9}).message(2, sample(1, 1)))
                .text(4, "")
                .text(4, "__name__")
                .text(4, "total")
                .text(4, "job")
                .text(4, "api")
                .text(4, "A help.")
                .text(4, "latency")
                .done();
    }

    @Test
    void versionTwoIsStoredWithHistogramsAndMetadata() throws Exception {
        var refused = (Refused) receiver.writeV2(versionTwo());
        assertThat(refused.samples()).isEqualTo(1);
        assertThat(refused.histograms()).isEqualTo(1);
        assertThat(refused.reasons()).hasSize(2);
        assertThat(refused.reasons().get(0)).contains("should equal the number of observations");
        assertThat(refused.reasons().get(1)).startsWith("parsing labels for series [1, 9]");
        assertThat(values("total")).containsExactly(5.0);
        assertThat(values("latency")).containsExactly(18.5);
        assertThat(metadata.of("total"))
                .containsExactly(new Metadata.Description("counter", "A help.", ""));
    }

    @Test
    void brokenMessagesAreRefusedNeverWorse() {
        byte[] good =
                new Proto()
                        .message(1, series("__name__", "up", "job", "x").message(2, sample(1, NOW)))
                        .done();
        var random = new Random(11);
        for (int i = 0; i < 5000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(receiver.writeV1(bad)).isNotInstanceOf(WriteOutcome.Failed.class);
            assertThat(receiver.writeV2(bad)).isNotInstanceOf(WriteOutcome.Failed.class);
        }
        byte[] claimsMuch = new Proto().raw(1 << 3 | 2).raw(1L << 40).done();
        assertThat(receiver.writeV1(claimsMuch)).isInstanceOf(Refused.class);
    }
}
