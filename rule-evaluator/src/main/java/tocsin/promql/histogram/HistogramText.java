package tocsin.promql.histogram;

import tocsin.promql.maths.GoFloat;
import tocsin.promql.value.FloatHistogram;

/// Histograms as upstream writes them in texts.
public final class HistogramText {
    private HistogramText() {}

    /// `{count:3, sum:4.5, (1,2]:3}`.
    public static String text(FloatHistogram histogram) {
        var out = new StringBuilder("{count:").append(GoFloat.general(histogram.count()));
        out.append(", sum:").append(GoFloat.general(histogram.sum()));
        for (Bucket bucket : Bucket.ascending(histogram)) {
            if (bucket.count() != 0) {
                out.append(", ");
                append(bucket, out);
            }
        }
        return out.append('}').toString();
    }

    private static void append(Bucket bucket, StringBuilder out) {
        boolean zero = !bucket.custom() && bucket.lower() == -bucket.upper();
        boolean lowest = bucket.custom() && Double.isInfinite(bucket.lower());
        boolean lower = zero || lowest || (!bucket.custom() && bucket.lower() < 0);
        boolean upper = zero || bucket.custom() || bucket.upper() > 0;
        out.append(lower ? '[' : '(')
                .append(GoFloat.general(bucket.lower()))
                .append(',')
                .append(GoFloat.general(bucket.upper()))
                .append(upper ? ']' : ')')
                .append(':')
                .append(GoFloat.general(bucket.count()));
    }
}
