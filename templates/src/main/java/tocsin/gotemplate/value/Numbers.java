package tocsin.gotemplate.value;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Numbers as Go writes them in its sources: underscores, prefixes of bases, hexadecimal floats.
public final class Numbers {
    private static final Pattern DECIMAL_FLOAT =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern HEX_FLOAT =
            Pattern.compile(
                    "[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");
    private static final Pattern SPECIAL =
            Pattern.compile("[+-]?inf(inity)?|nan", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNDERSCORES =
            Pattern.compile("[+-]?(0[xXoObB]_?)?[0-9a-fA-F]+(_[0-9a-fA-F]+)*");

    private static final Pattern MISPLACED_UNDERSCORE =
            Pattern.compile("^[+-]?_|_[^0-9a-fA-F]|_$|[^0-9a-fA-FxX]_");

    private Numbers() {}

    /// A signed integer in any of Go's bases, if it is one and fits.
    public static OptionalLong parseInt(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        OptionalLong magnitude = parseUint(digits);
        if (magnitude.isEmpty()) {
            return magnitude;
        }
        long value = magnitude.getAsLong();
        boolean fits = value >= 0 || (negative && value == Long.MIN_VALUE);
        return fits ? OptionalLong.of(negative ? -value : value) : OptionalLong.empty();
    }

    /// An unsigned integer in any of Go's bases, in two's complement, if it is one and fits.
    public static OptionalLong parseUint(String text) {
        if (text.startsWith("-") || text.startsWith("+") || !UNDERSCORES.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        int base = 10;
        String digits = text;
        if (text.length() > 1 && text.charAt(0) == '0') {
            base =
                    switch (text.charAt(1)) {
                        case 'x', 'X' -> 16;
                        case 'b', 'B' -> 2;
                        default -> 8;
                    };
            digits = text.substring(Character.isLetter(text.charAt(1)) ? 2 : 1);
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(digits.replace("_", ""), base));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /// A float in any of Go's forms, if it is one and not too large.
    ///
    /// @param underscores whether they may separate digits
    public static OptionalDouble parseFloat(String text, boolean underscores) {
        if (SPECIAL.matcher(text).matches()) {
            String word = text.toLowerCase(Locale.ROOT);
            double value = word.endsWith("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return OptionalDouble.of(word.startsWith("-") ? -value : value);
        }
        if (!underscores && text.contains("_")) {
            return OptionalDouble.empty();
        }
        if (MISPLACED_UNDERSCORE.matcher(text).find()) {
            return OptionalDouble.empty();
        }
        String plain = text.replace("_", "");
        boolean isFloat =
                DECIMAL_FLOAT.matcher(plain).matches() || HEX_FLOAT.matcher(plain).matches();
        if (!isFloat || plain.isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(plain);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
