package tocsin.promql.maths;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Go's `%g` writes them.
public final class GoFloat {
    private static final int SMALLEST_PLAIN = -4;
    private static final int SHORTEST = 6;

    private GoFloat() {}

    /// `%g`, and `%v` of a number: the shortest digits that give the number back.
    public static String general(double value) {
        String special = special(value);
        return special != null ? special : text(new BigDecimal(Double.toString(value)), SHORTEST);
    }

    /// `%.4g` and the like: so many digits at most.
    public static String general(double value, int digits) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        var rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return text(rounded, digits);
    }

    private static @org.jspecify.annotations.Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.doubleToRawLongBits(value) < 0 ? "-0" : "0";
        }
        return null;
    }

    private static String text(BigDecimal number, int largest) {
        BigDecimal exact = number.stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < largest) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return (number.signum() < 0 ? "-" : "")
                + mantissa
                + (exponent < 0 ? "e-" : "e+")
                + (size < 10 ? "0" : "")
                + size;
    }
}
