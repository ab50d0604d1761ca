package tocsin.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.promql.value.SampleBuffer;
import tocsin.promql.value.StaleMarker;
import tocsin.storage.codec.CorruptDataException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class ChunkTest {
    @Test
    void floatsAreWrittenAsUpstreamWritesThem() throws CorruptDataException {
        var chunk = new OpenXor();
        append(chunk, 1000, 1.0);
        append(chunk, 16000, 1.0);
        append(chunk, 31000, 2.0);
        append(chunk, 46007, 2.5);
        append(chunk, 60990, -7.0);

        assertThat(HexFormat.of().formatHex(chunk.seal().data()))
                .isEqualTo("0005d00f3ff000000000000098753097ffe001f683bfe8c06c00c0");
    }

    private static void append(OpenXor chunk, long at, double value) {
        chunk.append(at, Double.doubleToRawLongBits(value));
    }

    @Property(tries = 300)
    void floatsComeBackBitForBit(
            @ForAll @Size(min = 1, max = 240) List<@LongRange(min = 1, max = 1L << 40) Long> gaps,
            @ForAll @Size(240) List<Long> bits)
            throws IOException {
        var chunk = new OpenXor();
        var times = new ArrayList<Long>();
        long at = -5_000_000;
        for (int i = 0; i < gaps.size(); i++) {
            at += gaps.get(i);
            times.add(at);
            chunk.append(at, bits.get(i));
        }
        for (Chunk read : List.of(chunk.view(), chunk.seal())) {
            var into = new SampleBuffer();
            read.read(Long.MIN_VALUE, Long.MAX_VALUE, into);
            assertThat(into.size()).isEqualTo(times.size());
            for (int i = 0; i < times.size(); i++) {
                assertThat(into.timestamp(i)).isEqualTo(times.get(i));
                assertThat(Double.doubleToRawLongBits(into.value(i))).isEqualTo(bits.get(i));
            }
        }
    }

    @Test
    void aRangeIsLeftOpenAndRightClosed() throws IOException {
        var chunk = new OpenXor();
        for (int i = 0; i < 10; i++) {
            append(chunk, 1000L * i, i);
        }
        var into = new SampleBuffer();
        chunk.view().read(2000, 5000, into);
        assertThat(into.size()).isEqualTo(3);
        assertThat(into.timestamp(0)).isEqualTo(3000);
        assertThat(into.timestamp(2)).isEqualTo(5000);
    }

    @Test
    void integerHistogramsComeBackAndWidenWhenBucketsAppear() throws IOException {
        IntHistogram narrow = integers(new int[] {0}, new int[] {2}, 3, -1);
        IntHistogram wide = integers(new int[] {-1, 2}, new int[] {3, 1}, 1, 4, -1, 2);
        var chunk = new OpenHistogram(ResetHeader.UNKNOWN, 1000, narrow);
        assertThat(chunk.fit(narrow)).isEqualTo(Fit.FITS);
        chunk.append(2000, narrow);
        assertThat(chunk.fit(wide)).isEqualTo(Fit.WIDENS);
        OpenHistogram wider = chunk.widened(wide);
        wider.append(3000, wide);
        assertThat(wider.fit(narrow)).isEqualTo(Fit.RESET);

        var read = HistogramChunk.integers(wider.seal());
        assertThat(read).hasSize(3);
        assertThat(read.get(0).histogram().positiveDeltas()).containsExactly(0, 3, -1, -2);
        assertThat(read.get(2).histogram().positiveDeltas()).containsExactly(1, 4, -1, 2);
        assertThat(read.get(2).histogram().positiveSpans()).isEqualTo(wide.positiveSpans());
        assertThat(read.get(1).histogram().counterResetHint())
                .isEqualTo(CounterResetHint.NOT_COUNTER_RESET);
        assertThat(read.get(2).timestamp()).isEqualTo(3000);
    }

    private static IntHistogram integers(int[] offsets, int[] lengths, long... deltas) {
        long total = 0;
        long bucket = 0;
        for (long delta : deltas) {
            bucket += delta;
            total += bucket;
        }
        return new IntHistogram(
                CounterResetHint.UNKNOWN,
                1,
                0.001,
                2,
                total + 2,
                18.4,
                new Spans(offsets, lengths),
                deltas,
                Spans.NONE,
                new long[0],
                new double[0]);
    }

    @Test
    void floatHistogramsWithCustomBoundsComeBackAndEndStale() throws IOException {
        double[] bounds = {0.005, 0.1, 1, Math.PI, 1e9};
        var first = custom(bounds, 1.5, 2, 0);
        var second = custom(bounds, 2.5, 2, 7);
        var chunk = new OpenFloatHistogram(ResetHeader.UNKNOWN, 5, first);
        assertThat(chunk.fit(second)).isEqualTo(Fit.FITS);
        chunk.append(10, second);
        var stale =
                new FloatHistogram(
                        CounterResetHint.UNKNOWN,
                        0,
                        0,
                        0,
                        0,
                        StaleMarker.VALUE,
                        Spans.NONE,
                        new double[0],
                        Spans.NONE,
                        new double[0],
                        new double[0]);
        assertThat(chunk.fit(stale)).isEqualTo(Fit.FITS);
        chunk.append(15, stale);
        assertThat(chunk.fit(first)).isEqualTo(Fit.OTHER);

        var read = HistogramChunk.floats(chunk.seal());
        assertThat(read.get(1).histogram().positiveBuckets()).containsExactly(2.5, 2, 7);
        assertThat(read.get(1).histogram().customValues()).containsExactly(bounds);
        assertThat(StaleMarker.is(read.get(2).histogram().sum())).isTrue();
    }

    private static FloatHistogram custom(double[] bounds, double... buckets) {
        double count = 0;
        for (double bucket : buckets) {
            count += bucket;
        }
        return new FloatHistogram(
                CounterResetHint.UNKNOWN,
                FloatHistogram.CUSTOM_BUCKETS_SCHEMA,
                0,
                0,
                count,
                3,
                new Spans(new int[] {0, 1}, new int[] {2, 1}),
                buckets,
                Spans.NONE,
                new double[0],
                bounds);
    }

    @Test
    void whateverTheBytesTheyDecodeOrAreRefused() throws IOException {
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[2 + random.nextInt(60)];
            random.nextBytes(data);
            data[0] = 0;
            Encoding encoding = Encoding.of(1 + i % 3);
            try {
                Chunk.of(encoding, 0, 0, data)
                        .read(Long.MIN_VALUE, Long.MAX_VALUE, new SampleBuffer());
            } catch (CorruptDataException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThatThrownBy(() -> Chunk.of(Encoding.XOR, 0, 0, new byte[1]))
                .isInstanceOf(CorruptDataException.class);
    }
}
