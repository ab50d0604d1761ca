package tocsin.storage.remote;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;

import tocsin.labels.Labels;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.rules.SampleSink.Sample;
import tocsin.storage.codec.ByteOut;

import java.util.Arrays;
import java.util.List;

/// Samples as a `prometheus.WriteRequest`, compressed.
final class WriteMessage {
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private WriteMessage() {}

    static byte[] of(List<Sample> samples, Labels external) {
        var message = new ByteOut(128 * samples.size());
        for (Sample sample : samples) {
            nested(message, 1, series(sample, external));
        }
        var snappy = new SnappyJavaCompressor();
        byte[] packed = new byte[snappy.maxCompressedLength(message.size())];
        int length = snappy.compress(message.array(), 0, message.size(), packed, 0, packed.length);
        return Arrays.copyOf(packed, length);
    }

    private static ByteOut series(Sample sample, Labels external) {
        var series = new ByteOut(256);
        Labels labels = withExternal(sample.labels(), external);
        for (int i = 0; i < labels.size(); i++) {
            var pair = new ByteOut(64);
            pair.u8(1 << 3 | BYTES).text(labels.name(i));
            pair.u8(2 << 3 | BYTES).text(labels.value(i));
            nested(series, 1, pair);
        }
        FloatHistogram histogram = sample.histogram();
        if (histogram != null) {
            nested(series, 4, histogram(histogram, sample.timestampMillis()));
        } else {
            var value = new ByteOut(32);
            f64(value, 1, sample.value());
            nested(series, 2, value.u8(2 << 3).uvarint(sample.timestampMillis()));
        }
        return series;
    }

    /// A sample's own labels win.
    private static Labels withExternal(Labels own, Labels external) {
        if (external.isEmpty()) {
            return own;
        }
        var builder = external.toBuilder();
        own.forEachLabel(builder::set);
        return builder.build();
    }

    private static void nested(ByteOut out, int field, ByteOut message) {
        out.u8(field << 3 | BYTES).uvarint(message.size());
        out.raw(message.array(), 0, message.size());
    }

    private static void f64(ByteOut out, int field, double value) {
        out.uvarint(field << 3 | FIXED64);
        out.u64(Long.reverseBytes(Double.doubleToRawLongBits(value)));
    }

    private static ByteOut histogram(FloatHistogram of, long timestamp) {
        var out = new ByteOut(256);
        f64(out, 2, of.count());
        f64(out, 3, of.sum());
        out.u8(4 << 3).varint(of.schema());
        f64(out, 5, of.zeroThreshold());
        f64(out, 7, of.zeroCount());
        spans(out, 8, of.negativeSpans());
        floats(out, 10, of.negativeBuckets());
        spans(out, 11, of.positiveSpans());
        floats(out, 13, of.positiveBuckets());
        int hint =
                switch (of.counterResetHint()) {
                    case UNKNOWN -> 0;
                    case COUNTER_RESET -> 1;
                    case NOT_COUNTER_RESET -> 2;
                    case GAUGE -> 3;
                };
        out.u8(14 << 3).uvarint(hint).u8(15 << 3).uvarint(timestamp);
        floats(out, 16, of.customValues());
        return out;
    }

    private static void spans(ByteOut out, int field, Spans spans) {
        for (int i = 0; i < spans.offsets().length; i++) {
            var span = new ByteOut(16);
            span.u8(1 << 3).varint(spans.offsets()[i]).u8(2 << 3).uvarint(spans.lengths()[i]);
            nested(out, field, span);
        }
    }

    private static void floats(ByteOut out, int field, double[] values) {
        if (values.length > 0) {
            out.uvarint(field << 3 | BYTES).uvarint(8L * values.length);
            for (double value : values) {
                out.u64(Long.reverseBytes(Double.doubleToRawLongBits(value)));
            }
        }
    }
}
