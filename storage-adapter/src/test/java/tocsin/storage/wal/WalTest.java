package tocsin.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.labels.Labels;
import tocsin.storage.codec.ByteIn;
import tocsin.storage.codec.ByteOut;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class WalTest {
    @TempDir Path folder;

    private final WalMetrics metrics = new WalMetrics(new PrometheusRegistry());

    private Wal open() throws IOException {
        return Wal.open(new WalSettings(folder, 1 << 20, true), metrics);
    }

    private List<String> read() throws IOException {
        var seen = new ArrayList<String>();
        new WalReplay(folder, metrics)
                .read(
                        new WalVisitor() {
                            @Override
                            public void series(long ref, Labels labels) {
                                seen.add(ref + " " + labels);
                            }

                            @Override
                            public void sample(long ref, long timestamp, long bits) {
                                seen.add(ref + "@" + timestamp);
                            }
                        });
        return seen;
    }

    private static ByteOut series(int ref, int size) {
        var record = new ByteOut(64);
        WalRecords.beginSeries(record);
        var random = new Random(ref);
        var value = new StringBuilder();
        for (int i = 0; i < size; i++) {
            value.append((char) ('a' + random.nextInt(26)));
        }
        WalRecords.series(record, ref, Labels.of("n", value.toString()));
        return record;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 8, 9, 20, 60})
    void recordsAreReadBackWhateverIsLeftOfAPage(int left) throws IOException {
        int room = WalFormat.PAGE - left;
        var expected = new ArrayList<String>();
        try (Wal wal = open()) {
            int ref = 1;
            while (room > 0) {
                int overhead = WalFormat.HEADER + series(ref, 10).size() - 10;
                ByteOut record = series(ref, room > 130 ? 40 : room - overhead);
                room -= WalFormat.HEADER + record.size();
                expected.add(append(wal, record, ref++));
            }
            assertThat(room).isZero();
            for (int size : new int[] {40, 100_000, 40}) {
                expected.add(append(wal, series(ref, size), ref++));
            }
        }
        assertThat(read()).hasSameSizeAs(expected).map(WalTest::refOf).isEqualTo(expected);
        String kinds = fragments();
        assertThat(kinds).matches("(U|FM*L)+");
        assertThat(kinds.replaceAll("[FM]", "")).hasSameSizeAs(expected);
    }

    /// The kinds of the first segment's fragments, a letter each (whole, first, middle, last),
    /// found without the reader: what upstream's reader would refuse must not be written.
    private String fragments() throws IOException {
        byte[] all = Files.readAllBytes(folder.resolve("00000000"));
        var kinds = new StringBuilder();
        int at = 0;
        while (at < all.length) {
            int left = WalFormat.PAGE - at % WalFormat.PAGE;
            int kind = all[at] & WalFormat.TYPE_MASK;
            if (left < WalFormat.HEADER || kind == WalFormat.PADDING) {
                at += left;
            } else {
                kinds.append("-UFML".charAt(kind));
                at += WalFormat.HEADER + ((all[at + 1] & 0xff) << 8 | all[at + 2] & 0xff);
            }
        }
        return kinds.toString();
    }

    private static String refOf(String series) {
        return series.substring(0, series.indexOf(' '));
    }

    private static String append(Wal wal, ByteOut record, int ref) throws IOException {
        wal.await(wal.append(record));
        return String.valueOf(ref);
    }

    @Test
    void samplesAreWrittenAsUpstreamWritesThem() {
        var record = new ByteOut(64);
        WalRecords.beginSamples(record, 5, 1000);
        WalRecords.sample(record, 0, 0, Double.doubleToRawLongBits(1.0));
        WalRecords.sample(record, -2, -15, Double.doubleToRawLongBits(2.0));
        assertThat(HexFormat.of().formatHex(record.toBytes()))
                .isEqualTo(
                        "02000000000000000500000000000003e800003ff0000000000000"
                                + "031d4000000000000000");
    }

    @Test
    void recordsOfAnySizeCrossPagesAndSegments() throws IOException {
        var expected = new ArrayList<String>();
        try (Wal wal = open()) {
            var random = new Random(2);
            for (int i = 1; i < 120; i++) {
                int size = 1 + random.nextInt(i % 10 == 0 ? 100_000 : 40_000);
                ByteOut record = series(i, size);
                wal.await(wal.append(record));
                expected.add(i + " " + labelsOf(record));
            }
        }
        assertThat(WalFormat.segments(folder)).hasSizeGreaterThan(1);
        assertThat(read()).isEqualTo(expected);
    }

    private static Labels labelsOf(ByteOut record) throws CorruptDataException {
        var labels = new Labels[1];
        WalRecords.read(
                new ByteIn(record.array(), 0, record.size()),
                new WalVisitor() {
                    @Override
                    public void series(long ref, Labels read) {
                        labels[0] = read;
                    }
                });
        return labels[0];
    }

    @Test
    void whateverHappensToItsBytesWhatComesBackWasWritten() throws IOException {
        try (Wal wal = open()) {
            for (int i = 1; i < 60; i++) {
                wal.await(wal.append(series(i, 2_000)));
            }
        }
        List<String> written = read();
        Path segment = folder.resolve("00000000");
        byte[] whole = Files.readAllBytes(segment);
        var random = new Random(9);
        for (int i = 0; i < 200; i++) {
            byte[] bad = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(segment, bad);
            List<String> kept = read();
            assertThat(written).containsAll(kept);
        }
    }

    @Test
    void aCheckpointKeepsWhatLivesAndTheSegmentsGo() throws IOException {
        try (Wal wal = open()) {
            for (int i = 1; i <= 4; i++) {
                wal.await(wal.append(series(i, 3)));
                var record = new ByteOut(64);
                WalRecords.beginSamples(record, i, 1000);
                WalRecords.sample(record, 0, 0, 0);
                WalRecords.sample(record, 0, 1000, 0);
                wal.await(wal.append(record));
            }
            new Checkpoint(folder, metrics).write(wal.endSegment(), ref -> ref != 3, 1500);
            wal.await(wal.append(series(9, 3)));
        }
        assertThat(read())
                .extracting(seen -> seen.split("[ {]")[0])
                .containsExactly("1", "1@2000", "2", "2@2000", "4", "4@2000", "9");
        assertThat(WalFormat.segments(folder)).containsExactly(1);
    }
}
