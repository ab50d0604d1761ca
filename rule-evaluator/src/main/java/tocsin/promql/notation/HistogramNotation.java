package tocsin.promql.notation;

import tocsin.promql.maths.GoFloat;
import tocsin.promql.maths.GoNumber;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.FloatHistogram.CounterResetHint;
import tocsin.promql.value.FloatHistogram.Spans;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and writes a native histogram: `{{schema:0 count:4 sum:5 buckets:[1 2 1]}}`.
public final class HistogramNotation {
    private static final Pattern FIELD = Pattern.compile("\\s*([a-z_]+):(\\[[^]]*]|\\S+)\\s*");

    private HistogramNotation() {}

    /// Reads what stands between the braces.
    static SeriesNotation.Value parse(String inside) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(inside);
        int end = 0;
        while (end < inside.length() && field.region(end, inside.length()).lookingAt()) {
            if (fields.put(field.group(1), field.group(2)) != null) {
                throw new IllegalArgumentException(
                        "duplicate key \"" + field.group(1) + "\" in histogram");
            }
            end = field.end();
        }
        if (!inside.substring(end).isBlank()) {
            throw new IllegalArgumentException("bad histogram descriptor found: " + inside);
        }
        var histogram =
                new FloatHistogram(
                        hint(fields.getOrDefault("counter_reset_hint", "unknown")),
                        (int) number(fields, "schema"),
                        number(fields, "z_bucket_w"),
                        number(fields, "z_bucket"),
                        number(fields, "count"),
                        number(fields, "sum"),
                        spans(fields, "offset", "buckets"),
                        numbers(fields, "buckets"),
                        spans(fields, "n_offset", "n_buckets"),
                        numbers(fields, "n_buckets"),
                        numbers(fields, "custom_values"));
        return new SeriesNotation.Value(0, histogram, fields.containsKey("counter_reset_hint"));
    }

    private static CounterResetHint hint(String word) {
        return switch (word) {
            case "unknown" -> CounterResetHint.UNKNOWN;
            case "reset" -> CounterResetHint.COUNTER_RESET;
            case "not_reset" -> CounterResetHint.NOT_COUNTER_RESET;
            case "gauge" -> CounterResetHint.GAUGE;
            default -> throw new IllegalArgumentException("no counter reset hint: " + word);
        };
    }

    private static double number(Map<String, String> fields, String name) {
        return number(fields.getOrDefault(name, "0"));
    }

    private static double number(String text) {
        Double number = GoNumber.parse(text);
        if (number == null) {
            throw new IllegalArgumentException("not a number in a histogram: " + text);
        }
        return number;
    }

    private static double[] numbers(Map<String, String> fields, String name) {
        String list = fields.getOrDefault(name, "[]");
        String inside = list.substring(1, list.length() - 1).strip();
        if (inside.isEmpty()) {
            return new double[0];
        }
        String[] items = inside.split("\\s+", -1);
        double[] values = new double[items.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(items[i]);
        }
        return values;
    }

    private static Spans spans(Map<String, String> fields, String offset, String buckets) {
        int count = numbers(fields, buckets).length;
        return count == 0
                ? Spans.NONE
                : new Spans(new int[] {(int) number(fields, offset)}, new int[] {count});
    }

    /// Writes a histogram so that it can be read again.
    public static String write(FloatHistogram histogram) {
        var out = new StringBuilder("{{");
        field(out, "schema", histogram.schema());
        field(out, "count", histogram.count());
        field(out, "sum", histogram.sum());
        field(out, "z_bucket", histogram.zeroCount());
        field(out, "z_bucket_w", histogram.zeroThreshold());
        list(out, "custom_values", histogram.customValues());
        if (histogram.counterResetHint() != CounterResetHint.UNKNOWN) {
            String word =
                    switch (histogram.counterResetHint()) {
                        case COUNTER_RESET -> "reset";
                        case NOT_COUNTER_RESET -> "not_reset";
                        case GAUGE, UNKNOWN ->
                                histogram.counterResetHint().name().toLowerCase(Locale.ROOT);
                    };
            separate(out).append("counter_reset_hint:").append(word);
        }
        side(out, "", histogram.positiveSpans(), histogram.positiveBuckets());
        side(out, "n_", histogram.negativeSpans(), histogram.negativeBuckets());
        return out.append("}}").toString();
    }

    private static StringBuilder separate(StringBuilder out) {
        return out.length() > 2 ? out.append(' ') : out;
    }

    private static void field(StringBuilder out, String name, double value) {
        if (value != 0) {
            separate(out).append(name).append(':').append(GoFloat.general(value));
        }
    }

    private static void list(StringBuilder out, String name, double[] values) {
        if (values.length == 0) {
            return;
        }
        separate(out).append(name).append(":[");
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : " ").append(GoFloat.general(values[i]));
        }
        out.append(']');
    }

    private static void side(StringBuilder out, String prefix, Spans spans, double[] buckets) {
        if (buckets.length == 0) {
            return;
        }
        int gaps = 0;
        for (int i = 1; i < spans.offsets().length; i++) {
            gaps += spans.offsets()[i];
        }
        double[] filled = new double[buckets.length + gaps];
        int next = 0;
        int place = 0;
        for (int i = 0; i < spans.offsets().length; i++) {
            place += i == 0 ? 0 : spans.offsets()[i];
            for (int j = 0; j < spans.lengths()[i]; j++) {
                filled[place++] = buckets[next++];
            }
        }
        field(out, prefix + "offset", spans.offsets()[0]);
        list(out, prefix + "buckets", filled);
    }
}
