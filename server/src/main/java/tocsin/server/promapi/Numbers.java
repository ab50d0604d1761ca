package tocsin.server.promapi;

import java.math.BigDecimal;

/// Numbers as Prometheus's API writes them.
public final class Numbers {
    private Numbers() {}

    /// A sample's value: shortest digits, without an exponent unless the value is below 1e-6 or
    /// from 1e21.
    public static String sample(double value) {
        double size = Math.abs(value);
        if (size < 1e15 && value == Math.rint(value) && (value != 0 || 1 / value > 0)) {
            return Long.toString((long) value);
        }
        if (size != 0 && !Double.isInfinite(size) && (size < 1e-6 || size >= 1e21)) {
            return exponent(value);
        }
        return plain(value);
    }

    /// Shortest digits, never an exponent.
    static String plain(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String text = Double.toString(value);
        if (text.indexOf('E') < 0) {
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    /// Shortest digits, always with an exponent of at least two digits: `1.5e+00`.
    static String exponent(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return plain(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0e+00" : "0e+00";
        }
        BigDecimal number = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - number.scale();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /// A sample's time: whole seconds, or three digits behind the point with their zeros.
    static String time(long millis) {
        long size = Math.abs(millis);
        String text = Long.toString(size / 1000);
        long rest = size % 1000;
        if (rest != 0) {
            text += rest < 10 ? ".00" + rest : rest < 100 ? ".0" + rest : "." + rest;
        }
        return millis < 0 ? "-" + text : text;
    }

    /// A plain number in JSON, as Go's encoder writes floats.
    static String json(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            return exponent(value).replaceFirst("e-0", "e-");
        }
        return plain(value);
    }
}
