package tocsin.server.promapi;

import tocsin.promql.eval.Points;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What stands before each value of a series, `[TIME,"`: written once for all series of an answer
/// that share their times.
final class TimesText {
    private static final long[] NOTHING = {};

    private long[] times = NOTHING;
    private int[] ends = new int[16];
    private byte[] text = new byte[256];
    private int from;

    /// Goes on to the times of a series.
    @SuppressWarnings("ReferenceEquality") // Times that are shared are the same array.
    void of(Points points) {
        from = points.sharedFrom();
        if (points.sharedTimes() == times) {
            return;
        }
        times = points.sharedTimes();
        if (ends.length < times.length) {
            ends = new int[times.length];
        }
        int used = 0;
        for (int i = 0; i < times.length; i++) {
            byte[] one = ("[" + Numbers.time(times[i]) + ",\"").getBytes(StandardCharsets.US_ASCII);
            if (used + one.length > text.length) {
                text = Arrays.copyOf(text, 2 * (used + one.length));
            }
            System.arraycopy(one, 0, text, used, one.length);
            used += one.length;
            ends[i] = used;
        }
    }

    /// Writes what stands before a value of the series.
    void write(JsonOut json, int index) {
        int at = from + index;
        int start = at == 0 ? 0 : ends[at - 1];
        json.bytes(text, start, ends[at] - start);
    }
}
