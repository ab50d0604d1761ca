package tocsin.promql.maths;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Numbers as Go's `ParseFloat` reads them.
public final class GoNumber {
    private GoNumber() {}

    /// The number, or null when it is none.
    public static @Nullable Double parse(String text) {
        boolean signed = text.startsWith("+") || text.startsWith("-");
        String size = (signed ? text.substring(1) : text).toLowerCase(Locale.ROOT);
        double sign = text.startsWith("-") ? -1 : 1;
        return switch (size) {
            case "inf", "infinity" -> sign * Double.POSITIVE_INFINITY;
            case "nan" -> signed ? null : Double.valueOf(Double.NaN);
            default -> finite(text, size);
        };
    }

    private static @Nullable Double finite(String text, String size) {
        boolean hex = size.startsWith("0x");
        String allowed = hex ? "0123456789abcdefxp.+-" : "0123456789.e+-";
        boolean plain = !size.isEmpty() && size.chars().allMatch(c -> allowed.indexOf(c) >= 0);
        if (!plain) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? null : Double.valueOf(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
