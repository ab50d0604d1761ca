package tocsin.gotemplate.value;

/// The flags, width and precision of one directive of a format.
///
/// @param plusV print the names of a struct's fields
/// @param sharpV print as Go's source would have it
/// @param width least number of characters; negative when not given
/// @param precision negative when not given
record Flags(
        boolean plus,
        boolean minus,
        boolean sharp,
        boolean space,
        boolean zero,
        boolean plusV,
        boolean sharpV,
        int width,
        int precision) {
    static final Flags NONE = new Flags(false, false, false, false, false, false, false, -1, -1);

    boolean hasPrecision() {
        return precision >= 0;
    }

    Flags withZero(boolean value) {
        return new Flags(plus, minus, sharp, space, value, plusV, sharpV, width, precision);
    }

    Flags withPlus() {
        return new Flags(true, minus, sharp, space, zero, plusV, sharpV, width, precision);
    }

    /// The text with blanks (or zeros) up to the width.
    String pad(String text) {
        int missing = width < 0 ? 0 : width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (minus) {
            return text + " ".repeat(missing);
        }
        return (zero ? "0" : " ").repeat(missing) + text;
    }
}
