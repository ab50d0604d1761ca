package tocsin.promql.maths;

import org.jspecify.annotations.Nullable;

import java.util.function.DoubleUnaryOperator;

/// Functions of single floats, with Go's answers where Java's differ.
public final class GoMath {
    private static final double LN_2 = Math.log(2);

    private GoMath() {}

    /// The function of this name, if it is one of a single float.
    public static @Nullable DoubleUnaryOperator find(String name) {
        return switch (name) {
            case "abs" -> Math::abs;
            case "ceil" -> Math::ceil;
            case "floor" -> Math::floor;
            case "exp" -> Math::exp;
            case "sqrt" -> Math::sqrt;
            case "ln" -> Math::log;
            case "log2" -> GoMath::log2;
            case "log10" -> Math::log10;
            case "sgn" -> value -> value > 0 ? 1 : value < 0 ? -1 : value;
            case "rad" -> value -> value * Math.PI / 180;
            case "deg" -> value -> value * 180 / Math.PI;
            default -> trigonometry(name);
        };
    }

    private static @Nullable DoubleUnaryOperator trigonometry(String name) {
        return switch (name) {
            case "sin" -> Math::sin;
            case "cos" -> Math::cos;
            case "tan" -> Math::tan;
            case "asin" -> Math::asin;
            case "acos" -> Math::acos;
            case "atan" -> Math::atan;
            case "sinh" -> Math::sinh;
            case "cosh" -> Math::cosh;
            case "tanh" -> Math::tanh;
            case "asinh" -> GoMath::asinh;
            case "acosh" -> value -> Math.log(value + Math.sqrt(value * value - 1));
            case "atanh" -> value -> 0.5 * Math.log1p(2 * value / (1 - value));
            default -> null;
        };
    }

    private static double asinh(double value) {
        double size = Math.abs(value);
        double result = Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
        return Math.copySign(Double.isInfinite(value) ? size : result, value);
    }

    /// Exact for powers of two.
    public static double log2(double value) {
        int exponent = Math.getExponent(value);
        boolean exact = value > 0 && value == Math.scalb(1.0, exponent);
        return exact ? exponent : Math.log(value) / LN_2;
    }

    /// Go's `Pow`, which knows 1 to anything and anything to 0.
    public static double pow(double base, double exponent) {
        if (base == 1 || exponent == 0 || (base == -1 && Double.isInfinite(exponent))) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    /// Go's `Max`: infinity beats NaN.
    public static double max(double a, double b) {
        if (a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.max(a, b);
    }

    /// Go's `Min`: infinity beats NaN.
    public static double min(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY) {
            return Double.NEGATIVE_INFINITY;
        }
        return Math.min(a, b);
    }

    /// Rounds to the nearest multiple, halves up.
    public static double round(double value, double nearest) {
        double inverse = 1.0 / nearest;
        return Math.floor(value * inverse + 0.5) / inverse;
    }

    /// The function of a time in seconds, if the name is one.
    public static @Nullable DoubleUnaryOperator date(String name) {
        return switch (name) {
            case "minute" -> value -> GoDate.of(value).minute();
            case "hour" -> value -> GoDate.of(value).hour();
            case "month" -> value -> GoDate.of(value).likeDate().getMonthValue();
            case "year" -> value -> GoDate.of(value).year();
            case "day_of_month" -> value -> GoDate.of(value).likeDate().getDayOfMonth();
            case "day_of_week" -> value -> GoDate.of(value).dayOfWeek();
            case "day_of_year" -> value -> GoDate.of(value).likeDate().getDayOfYear();
            case "days_in_month" -> value -> GoDate.of(value).likeDate().lengthOfMonth();
            default -> null;
        };
    }
}
