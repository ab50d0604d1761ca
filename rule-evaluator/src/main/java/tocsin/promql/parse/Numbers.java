package tocsin.promql.parse;

import tocsin.duration.DurationText;

import java.util.Set;

/// Numbers and durations as they are written in queries.
final class Numbers {
    private static final Set<String> UNITS = Set.of("ms", "s", "m", "h", "d", "w", "y");
    private static final int HEX = 16;
    private static final int OCTAL = 8;

    private Numbers() {}

    /// The end of the number that begins at an index; negative, the place of the offence, when none
    /// does.
    static int scanNumber(String text, int start) {
        int i = start;
        boolean hex = false;
        if (at(text, i) == '0' && (at(text, i + 1) == 'x' || at(text, i + 1) == 'X')) {
            hex = true;
            i += at(text, i + 2) == '_' ? 3 : 2;
        }
        boolean dot = false;
        boolean exponent = false;
        while (i < text.length()) {
            char c = text.charAt(i);
            char next = at(text, i + 1);
            if (hex ? Character.digit(c, HEX) >= 0 : Lexer.isDigit(c)) {
                i++;
            } else if (c == '_') {
                if (next == '.' || next == '_' || next == 'e' || next == 'E' || next == '\0') {
                    return -i - 1;
                }
                i++;
            } else if (c == '.' && !hex) {
                if (dot || next == '_' || next == '.') {
                    return -i;
                }
                dot = true;
                i++;
            } else if ((c == 'e' || c == 'E') && !hex && !exponent) {
                int after = next == '+' || next == '-' ? i + 2 : i + 1;
                char follows = at(text, after);
                if (!Lexer.isDigit(follows)) {
                    return -i;
                }
                exponent = true;
                i = after;
            } else {
                break;
            }
        }
        return i;
    }

    private static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    /// The end of the duration that begins at an index, or -1.
    static int scanDuration(String text, int start) {
        int i = start;
        boolean any = false;
        while (Lexer.isDigit(at(text, i))) {
            while (Lexer.isDigit(at(text, i))) {
                i++;
            }
            if ((any ? "smhdw" : "smhdwy").indexOf(at(text, i)) < 0 || i >= text.length()) {
                return -1;
            }
            i++;
            if (at(text, i) == 's') {
                i++;
            }
            any = true;
        }
        return any ? i : -1;
    }

    /// How far a duration could be read.
    static int reachedByDuration(String text, int start) {
        int i = start;
        while (Lexer.isDigit(at(text, i))) {
            while (Lexer.isDigit(at(text, i))) {
                i++;
            }
            if ("smhdwy".indexOf(at(text, i)) < 0 || i >= text.length()) {
                return i;
            }
            i++;
            if (at(text, i) == 's') {
                i++;
            }
        }
        return i;
    }

    /// The value of a number: integers by Go's prefixes, `017` being octal, else a float.
    ///
    /// @throws IllegalArgumentException in upstream's words
    static double number(String text) {
        String plain = text.replace("_", "");
        String lower = plain.toLowerCase(java.util.Locale.ROOT);
        if (lower.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        try {
            if (lower.startsWith("0x")) {
                return Long.parseLong(lower.substring(2), HEX);
            }
            boolean octal = plain.length() > 1 && plain.matches("0[0-7]+");
            if (octal) {
                return Long.parseLong(plain, OCTAL);
            }
            double value = Double.parseDouble(plain);
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException(
                        "error parsing number: strconv.ParseFloat: parsing \""
                                + text
                                + "\": value out of range");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "error parsing number: strconv.ParseFloat: parsing \""
                            + text
                            + "\": invalid syntax",
                    e);
        }
    }

    /// The seconds of a duration.
    ///
    /// @throws IllegalArgumentException in upstream's words
    static double duration(String text) {
        for (String unit : text.split("[0-9]+", -1)) {
            if (!unit.isEmpty() && !UNITS.contains(unit)) {
                throw new IllegalArgumentException(
                        "unknown unit \"%s\" in duration \"%s\"".formatted(unit, text));
            }
        }
        return DurationText.parse(text).toMillis() / 1e3;
    }
}
