package tocsin.gotemplate.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Text of floats as Go's `strconv.FormatFloat` gives it.
public final class Floats {
    /// As many digits as are needed to read the number back.
    public static final int SHORTEST = -1;

    private Floats() {}

    /// The digits of a number, without sign: 0.d1d2d3… times ten to the power of `point`.
    private record Digits(String digits, int point) {}

    /// A number in one of Go's forms: `e`, `E`, `f`, `F`, `g`, `G`, `b`, `x`, `X`.
    public static String format(double value, char form, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double size = Math.abs(value);
        return sign
                + switch (form) {
                    case 'b' -> binary(size);
                    case 'x', 'X' -> hexadecimal(size, form, precision);
                    case 'e', 'E' -> exponent(size, form, precision);
                    case 'f', 'F' -> fixed(size, precision);
                    default -> general(size, form, precision);
                };
    }

    private static Digits shortest(double size) {
        return digits(new BigDecimal(Double.toString(size)));
    }

    private static Digits digits(BigDecimal decimal) {
        if (decimal.signum() == 0) {
            return new Digits("", 0);
        }
        BigDecimal stripped = decimal.stripTrailingZeros();
        String digits = stripped.unscaledValue().toString();
        return new Digits(digits, digits.length() - stripped.scale());
    }

    private static Digits significant(double size, int count) {
        return digits(new BigDecimal(size).round(new MathContext(count, RoundingMode.HALF_EVEN)));
    }

    private static String exponent(double size, char form, int precision) {
        boolean fixed = precision != SHORTEST;
        return exponent(fixed ? significant(size, precision + 1) : shortest(size), form, precision);
    }

    private static String exponent(Digits number, char form, int precision) {
        String digits = number.digits();
        int places = precision == SHORTEST ? Math.max(digits.length() - 1, 0) : precision;
        var text = new StringBuilder().append(digits.isEmpty() ? '0' : digits.charAt(0));
        if (places > 0) {
            text.append('.');
            for (int i = 1; i <= places; i++) {
                text.append(i < digits.length() ? digits.charAt(i) : '0');
            }
        }
        int power = digits.isEmpty() ? 0 : number.point() - 1;
        text.append(form).append(power < 0 ? '-' : '+');
        return text.append(String.format(Locale.ROOT, "%02d", Math.abs(power))).toString();
    }

    private static String fixed(double size, int precision) {
        BigDecimal decimal =
                precision == SHORTEST
                        ? new BigDecimal(Double.toString(size)).stripTrailingZeros()
                        : new BigDecimal(size).setScale(precision, RoundingMode.HALF_EVEN);
        return decimal.signum() == 0 && precision == SHORTEST ? "0" : decimal.toPlainString();
    }

    private static String general(double size, char form, int precision) {
        boolean isShortest = precision == SHORTEST;
        int count = precision == 0 ? 1 : precision;
        Digits number = isShortest ? shortest(size) : significant(size, count);
        int length = number.digits().length();
        int limit = isShortest ? 6 : count;
        if (!isShortest && limit > length && length >= number.point()) {
            limit = length;
        }
        int power = number.point() - 1;
        if (power < -4 || power >= limit) {
            return exponent(number, form == 'g' ? 'e' : 'E', length == 0 ? 0 : length - 1);
        }
        return plain(number);
    }

    private static String plain(Digits number) {
        if (number.digits().isEmpty()) {
            return "0";
        }
        int scale = number.digits().length() - number.point();
        return new BigDecimal(new BigInteger(number.digits()), scale).toPlainString();
    }

    private static String binary(double size) {
        long bits = Double.doubleToRawLongBits(size);
        int power = (int) (bits >>> 52);
        long mantissa = bits & ((1L << 52) - 1);
        mantissa = power == 0 ? mantissa : mantissa | (1L << 52);
        int shifted = Math.max(power, 1) - 1075;
        return mantissa + "p" + (shifted >= 0 ? "+" : "") + shifted;
    }

    private static String hexadecimal(double size, char form, int precision) {
        long mantissa = 0;
        int power = 0;
        if (size != 0) {
            power = Math.getExponent(Math.max(size, Double.MIN_NORMAL));
            mantissa = (long) Math.scalb(size, 60 - power);
            while (mantissa < 1L << 60) {
                mantissa <<= 1;
                power--;
            }
            mantissa = precision == SHORTEST ? mantissa : roundedTo(mantissa, precision);
            if (mantissa >= 1L << 61) {
                mantissa >>>= 1;
                power++;
            }
        }
        String places = String.format("%015x", mantissa & ((1L << 60) - 1));
        String kept =
                precision == SHORTEST
                        ? places.replaceFirst("0+$", "")
                        : (places + "0".repeat(Math.max(precision - 15, 0)))
                                .substring(0, precision);
        String text =
                "0x"
                        + (mantissa >>> 60)
                        + (kept.isEmpty() ? "" : "." + kept)
                        + (power < 0 ? "p-" : "p+")
                        + String.format("%02d", Math.abs(power));
        return form == 'X' ? text.toUpperCase(Locale.ROOT) : text;
    }

    /// A mantissa of sixty binary places with only so many hexadecimal ones kept.
    private static long roundedTo(long mantissa, int places) {
        if (places >= 15) {
            return mantissa;
        }
        int drop = 60 - 4 * places;
        long rest = mantissa & ((1L << drop) - 1);
        long half = 1L << (drop - 1);
        long kept = mantissa >>> drop;
        boolean up = rest > half || (rest == half && (kept & 1) != 0);
        return (up ? kept + 1 : kept) << drop;
    }
}
