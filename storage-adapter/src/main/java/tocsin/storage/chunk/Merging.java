package tocsin.storage.chunk;

import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.SampleBuffer;

import java.util.function.LongPredicate;

/// Samples of one series from two places, as one run; or with some left out.
///
/// What a histogram says of the step from the one before it holds only beside that one: where
/// another stands there now, it says nothing.
public final class Merging {
    private Merging() {}

    /// Appends the samples of both in order of time; where both have one time, the first's.
    public static void merge(SampleBuffer first, SampleBuffer second, SampleBuffer into) {
        int i = 0;
        int j = 0;
        SampleBuffer before = null;
        while (i < first.size() || j < second.size()) {
            long left = i < first.size() ? first.timestamp(i) : Long.MAX_VALUE;
            long right = j < second.size() ? second.timestamp(j) : Long.MAX_VALUE;
            boolean fromFirst = i < first.size() && left <= right;
            SampleBuffer from = fromFirst ? first : second;
            copy(from, fromFirst ? i : j, before == null || before == from, into);
            before = from;
            boolean both = i < first.size() && j < second.size() && left == right;
            i += fromFirst ? 1 : 0;
            j += !fromFirst || both ? 1 : 0;
        }
    }

    /// Appends the samples whose times are kept.
    public static void keep(SampleBuffer from, LongPredicate kept, SampleBuffer into) {
        boolean follows = true;
        for (int i = 0; i < from.size(); i++) {
            boolean stays = kept.test(from.timestamp(i));
            if (stays) {
                copy(from, i, follows, into);
            }
            follows = stays;
        }
    }

    /// Appends one sample of a buffer to another.
    public static void copy(SampleBuffer from, int index, SampleBuffer into) {
        copy(from, index, true, into);
    }

    private static void copy(SampleBuffer from, int index, boolean follows, SampleBuffer into) {
        var histogram = from.histogram(index);
        if (histogram == null) {
            into.add(from.timestamp(index), from.value(index));
        } else {
            into.add(from.timestamp(index), follows ? histogram : afterAnother(histogram));
        }
        if (from.startTimestamp(index) != 0) {
            into.startedAt(from.startTimestamp(index));
        }
    }

    private static FloatHistogram afterAnother(FloatHistogram of) {
        return switch (of.counterResetHint()) {
            case GAUGE, UNKNOWN -> of;
            case COUNTER_RESET, NOT_COUNTER_RESET ->
                    new FloatHistogram(
                            CounterResetHint.UNKNOWN,
                            of.schema(),
                            of.zeroThreshold(),
                            of.zeroCount(),
                            of.count(),
                            of.sum(),
                            of.positiveSpans(),
                            of.positiveBuckets(),
                            of.negativeSpans(),
                            of.negativeBuckets(),
                            of.customValues());
        };
    }
}
