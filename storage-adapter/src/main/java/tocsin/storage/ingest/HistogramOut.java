package tocsin.storage.ingest;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.Spans;
import tocsin.storage.codec.ProtoOut;

/// Writes native histograms into messages, with float counts.
public final class HistogramOut {
    private HistogramOut() {}

    /// The message of a histogram.
    public static ProtoOut of(FloatHistogram of, long timestamp) {
        var out = new ProtoOut(256).f64(2, of.count()).f64(3, of.sum()).zigzag(4, of.schema());
        out.f64(5, of.zeroThreshold()).f64(7, of.zeroCount());
        spans(out, 8, of.negativeSpans());
        out.f64s(10, of.negativeBuckets());
        spans(out, 11, of.positiveSpans());
        out.f64s(13, of.positiveBuckets());
        int hint =
                switch (of.counterResetHint()) {
                    case UNKNOWN -> 0;
                    case COUNTER_RESET -> 1;
                    case NOT_COUNTER_RESET -> 2;
                    case GAUGE -> 3;
                };
        return out.varint(14, hint).varint(15, timestamp).f64s(16, of.customValues());
    }

    private static void spans(ProtoOut out, int field, Spans spans) {
        for (int i = 0; i < spans.offsets().length; i++) {
            var span = new ProtoOut(16).zigzag(1, spans.offsets()[i]);
            out.message(field, span.varint(2, spans.lengths()[i]));
        }
    }
}
