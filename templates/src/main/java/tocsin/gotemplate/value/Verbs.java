package tocsin.gotemplate.value;

import java.util.Locale;

/// How single numbers and strings are written under a verb and its flags.
final class Verbs {
    private Verbs() {}

    /// An integer in a base; `form` is the verb.
    static String integer(long value, boolean signed, int base, char form, Flags flags) {
        boolean negative = signed && value < 0;
        String digits = Long.toUnsignedString(negative ? -value : value, base);
        if (flags.hasPrecision() && flags.precision() == 0 && value == 0) {
            return " ".repeat(Math.max(flags.width(), 0));
        }
        int least = flags.precision();
        if (!flags.hasPrecision() && flags.zero() && !flags.minus() && flags.width() >= 0) {
            least = flags.width() - (negative || flags.plus() || flags.space() ? 1 : 0);
        }
        var text = new StringBuilder();
        text.append("0".repeat(Math.max(least - digits.length(), 0))).append(digits);
        if (flags.sharp()) {
            switch (base) {
                case 2 -> text.insert(0, "0b");
                case 8 -> text.insert(0, text.charAt(0) == '0' ? "" : "0");
                case 16 -> text.insert(0, "0x");
                default -> {}
            }
        }
        if (form == 'O') {
            text.insert(0, "0o");
        }
        String sign = negative ? "-" : flags.plus() ? "+" : flags.space() ? " " : "";
        text.insert(0, sign);
        String written = text.toString();
        return flags.withZero(false).pad(form == 'X' ? written.toUpperCase(Locale.ROOT) : written);
    }

    /// A character by its number: `U+0078`, and with `#` also itself.
    static String unicode(long value, Flags flags) {
        int least = Math.max(flags.precision(), 4);
        String digits = Long.toHexString(value).toUpperCase(Locale.ROOT);
        String text = "U+" + "0".repeat(Math.max(least - digits.length(), 0)) + digits;
        if (flags.sharp() && Quotes.isRune(value) && Quotes.isPrint((int) value)) {
            text += " '" + Character.toString((int) value) + "'";
        }
        return flags.withZero(false).pad(text);
    }

    /// The character of a number.
    static String character(long value, Flags flags) {
        return flags.pad(Character.toString(Quotes.isRune(value) ? (int) value : 0xfffd));
    }

    /// The quoted character of a number.
    static String quotedCharacter(long value, Flags flags) {
        int rune = value >= 0 && value <= Integer.MAX_VALUE ? (int) value : -1;
        return flags.pad(Quotes.quoteRune(rune, flags.plus()));
    }

    /// A float; `usual` is the precision where the directive gives none.
    static String floating(double value, char form, int usual, Flags flags) {
        int precision = flags.hasPrecision() ? flags.precision() : usual;
        String number = Floats.format(value, form, precision);
        boolean negative = number.startsWith("-");
        String size = negative || number.startsWith("+") ? number.substring(1) : number;
        String sign = negative ? "-" : flags.plus() ? "+" : flags.space() ? " " : "";
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            boolean forced = number.startsWith("+") && flags.plus();
            return flags.withZero(false).pad(sign.isEmpty() && forced ? number : sign + size);
        }
        if (flags.sharp() && form != 'b') {
            size = sharpened(size, form, precision);
        }
        if (flags.zero() && !sign.isEmpty() && flags.width() > sign.length() + size.length()) {
            int missing = flags.width() - sign.length() - size.length();
            return flags.minus()
                    ? sign + size + " ".repeat(missing)
                    : sign + "0".repeat(missing) + size;
        }
        return flags.pad(sign + size);
    }

    /// The number with a decimal point in any case, and with all digits of its precision.
    private static String sharpened(String number, char form, int precision) {
        int digits = precision < 0 ? 6 : precision;
        String tail = "";
        String head = number;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            boolean isPower = c == 'p' || c == 'P';
            boolean isExponent = (c == 'e' || c == 'E') && form != 'x' && form != 'X';
            if (isPower || isExponent) {
                head = number.substring(0, i);
                tail = number.substring(i);
                break;
            }
        }
        boolean keepsDigits = "gGxX".indexOf(form) >= 0;
        long present = head.chars().filter(c -> c != '.').count();
        if (keepsDigits && head.startsWith("0.")) {
            present = head.substring(2).replaceFirst("^0+", "").length();
        }
        String point = head.contains(".") ? "" : ".";
        long missing = keepsDigits ? Math.max(digits - present, 0) : 0;
        return head + point + "0".repeat((int) missing) + tail;
    }

    /// A string as it is, cut to the precision in characters.
    static String string(String text, Flags flags) {
        return flags.pad(truncated(text, flags));
    }

    /// A string between quotes.
    static String quoted(String text, Flags flags) {
        String cut = truncated(text, flags);
        if (flags.sharp() && Quotes.canBackquote(cut)) {
            return flags.pad("`" + cut + "`");
        }
        return flags.pad(Quotes.quote(cut, '"', flags.plus()));
    }

    private static String truncated(String text, Flags flags) {
        boolean cuts =
                flags.hasPrecision() && flags.precision() < text.codePointCount(0, text.length());
        return cuts ? text.substring(0, text.offsetByCodePoints(0, flags.precision())) : text;
    }

    /// The bytes of a string in hexadecimal.
    static String hexadecimal(String text, boolean upper, Flags flags) {
        byte[] bytes = Bytes.encode(text);
        int count = flags.hasPrecision() ? Math.min(flags.precision(), bytes.length) : bytes.length;
        String prefix = flags.sharp() ? "0x" : "";
        var hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            if (i > 0 && flags.space()) {
                hex.append(' ');
            }
            hex.append(i == 0 || flags.space() ? prefix : "");
            hex.append(String.format("%02x", bytes[i] & 0xff));
        }
        String written = hex.toString();
        return flags.pad(upper ? written.toUpperCase(Locale.ROOT) : written);
    }
}
