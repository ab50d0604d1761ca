package tocsin.gotemplate.value;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Go's layouts: a time is written as one reference time would be. A layout is cut into literal
/// pieces and elements; formatting and parsing walk the same pieces.
public final class Layouts {
    private Layouts() {}

    /// What an element of a layout stands for.
    enum Element {
        LITERAL,
        LONG_MONTH("January"),
        MONTH("Jan"),
        NUMERIC_ZONE_SECONDS("-070000"),
        NUMERIC_ZONE_COLON_SECONDS("-07:00:00"),
        NUMERIC_ZONE("-0700"),
        NUMERIC_ZONE_COLON("-07:00"),
        NUMERIC_ZONE_SHORT("-07"),
        ISO_ZONE_SECONDS("Z070000"),
        ISO_ZONE_COLON_SECONDS("Z07:00:00"),
        ISO_ZONE("Z0700"),
        ISO_ZONE_COLON("Z07:00"),
        ISO_ZONE_SHORT("Z07"),
        LONG_WEEKDAY("Monday"),
        WEEKDAY("Mon"),
        ZONE_NAME("MST"),
        LONG_YEAR("2006"),
        ZERO_YEAR_DAY("002"),
        UNDER_YEAR_DAY("__2"),
        UNDER_DAY("_2"),
        ZERO_MONTH("01"),
        ZERO_DAY("02"),
        ZERO_HOUR_12("03"),
        ZERO_MINUTE("04"),
        ZERO_SECOND("05"),
        YEAR("06"),
        HOUR("15"),
        NUMERIC_MONTH("1"),
        DAY("2"),
        HOUR_12("3"),
        MINUTE("4"),
        SECOND("5"),
        PM("PM"),
        SMALL_PM("pm"),
        FRACTION_ZEROS,
        FRACTION_NINES;

        private final String text;

        Element() {
            this("");
        }

        Element(String text) {
            this.text = text;
        }
    }

    /// A piece of a layout as it stands there.
    record Piece(Element element, String text) {}

    /// The pieces of a layout.
    static List<Piece> pieces(String layout) {
        var pieces = new ArrayList<Piece>();
        int literal = 0;
        int at = 0;
        while (at < layout.length()) {
            Piece piece = pieceAt(layout, at);
            if (piece.element() == Element.LITERAL) {
                at += piece.text().length();
                continue;
            }
            if (at > literal) {
                pieces.add(new Piece(Element.LITERAL, layout.substring(literal, at)));
            }
            pieces.add(piece);
            at += piece.text().length();
            literal = at;
        }
        if (literal < layout.length()) {
            pieces.add(new Piece(Element.LITERAL, layout.substring(literal)));
        }
        return pieces;
    }

    private static Piece pieceAt(String layout, int at) {
        char c = layout.charAt(at);
        if ((c == '.' || c == ',') && at + 1 < layout.length()) {
            return fraction(layout, at);
        }
        if ("JM0123456_-ZPp".indexOf(c) < 0) {
            return new Piece(Element.LITERAL, layout.substring(at, at + 1));
        }
        if (layout.startsWith("_2006", at)) {
            return new Piece(Element.LITERAL, "_");
        }
        for (Element element : Element.values()) {
            if (!element.text.isEmpty() && layout.startsWith(element.text, at)) {
                boolean isWord = element == Element.MONTH || element == Element.WEEKDAY;
                int end = at + element.text.length();
                if (!isWord || !startsSmall(layout, end)) {
                    return new Piece(element, element.text);
                }
            }
        }
        return new Piece(Element.LITERAL, layout.substring(at, at + 1));
    }

    private static boolean startsSmall(String layout, int at) {
        return at < layout.length() && layout.charAt(at) >= 'a' && layout.charAt(at) <= 'z';
    }

    private static Piece fraction(String layout, int at) {
        char digit = layout.charAt(at + 1);
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean isFraction =
                (digit == '0' || digit == '9')
                        && (end == layout.length()
                                || layout.charAt(end) < '0'
                                || layout.charAt(end) > '9');
        if (!isFraction) {
            return new Piece(Element.LITERAL, layout.substring(at, at + 1));
        }
        return new Piece(
                digit == '0' ? Element.FRACTION_ZEROS : Element.FRACTION_NINES,
                layout.substring(at, end));
    }

    /// A time in a layout.
    public static String format(ZonedDateTime at, String layout) {
        var text = new StringBuilder();
        for (Piece piece : pieces(layout)) {
            append(text, at, piece);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ZonedDateTime at, Piece piece) {
        switch (piece.element()) {
            case LITERAL -> text.append(piece.text());
            case YEAR -> pad(text, Math.floorMod(at.getYear(), 100), 2, '0');
            case LONG_YEAR -> year(text, at.getYear());
            case MONTH -> text.append(monthName(at.getMonth()), 0, 3);
            case LONG_MONTH -> text.append(monthName(at.getMonth()));
            case NUMERIC_MONTH -> text.append(at.getMonthValue());
            case ZERO_MONTH -> pad(text, at.getMonthValue(), 2, '0');
            case WEEKDAY -> text.append(dayName(at.getDayOfWeek()), 0, 3);
            case LONG_WEEKDAY -> text.append(dayName(at.getDayOfWeek()));
            case DAY -> text.append(at.getDayOfMonth());
            case UNDER_DAY -> pad(text, at.getDayOfMonth(), 2, ' ');
            case ZERO_DAY -> pad(text, at.getDayOfMonth(), 2, '0');
            case UNDER_YEAR_DAY -> pad(text, at.getDayOfYear(), 3, ' ');
            case ZERO_YEAR_DAY -> pad(text, at.getDayOfYear(), 3, '0');
            case HOUR -> pad(text, at.getHour(), 2, '0');
            case HOUR_12 -> text.append(twelve(at));
            case ZERO_HOUR_12 -> pad(text, twelve(at), 2, '0');
            case MINUTE -> text.append(at.getMinute());
            case ZERO_MINUTE -> pad(text, at.getMinute(), 2, '0');
            case SECOND -> text.append(at.getSecond());
            case ZERO_SECOND -> pad(text, at.getSecond(), 2, '0');
            case PM -> text.append(at.getHour() >= 12 ? "PM" : "AM");
            case SMALL_PM -> text.append(at.getHour() >= 12 ? "pm" : "am");
            case ZONE_NAME -> text.append(ZoneNames.abbreviation(at));
            case FRACTION_ZEROS, FRACTION_NINES -> fraction(text, at, piece);
            case ISO_ZONE, ISO_ZONE_COLON, ISO_ZONE_SHORT, ISO_ZONE_SECONDS ->
                    zone(text, at, piece);
            case NUMERIC_ZONE, NUMERIC_ZONE_COLON, NUMERIC_ZONE_SHORT -> zone(text, at, piece);
            case NUMERIC_ZONE_SECONDS, NUMERIC_ZONE_COLON_SECONDS, ISO_ZONE_COLON_SECONDS ->
                    zone(text, at, piece);
        }
    }

    private static void pad(StringBuilder text, int number, int width, char with) {
        String digits = Integer.toString(number);
        text.repeat(with, Math.max(width - digits.length(), 0)).append(digits);
    }

    private static void year(StringBuilder text, int year) {
        text.append(year < 0 ? "-" : "");
        pad(text, Math.abs(year), 4, '0');
    }

    private static int twelve(ZonedDateTime at) {
        return at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
    }

    private static void fraction(StringBuilder text, ZonedDateTime at, Piece piece) {
        String digits = String.format(Locale.ROOT, "%09d", at.getNano());
        int places = Math.min(piece.text().length() - 1, 9);
        String kept = digits.substring(0, places) + "0".repeat(piece.text().length() - 1 - places);
        if (piece.element() == Element.FRACTION_NINES) {
            kept = kept.replaceFirst("0+$", "");
        }
        if (!kept.isEmpty()) {
            text.append(piece.text().charAt(0)).append(kept);
        }
    }

    private static void zone(StringBuilder text, ZonedDateTime at, Piece piece) {
        int offset = at.getOffset().getTotalSeconds();
        String layout = piece.text();
        if (layout.startsWith("Z") && offset == 0) {
            text.append('Z');
            return;
        }
        int minutes = offset / 60;
        text.append(minutes < 0 || offset < 0 ? '-' : '+');
        pad(text, Math.abs(minutes) / 60, 2, '0');
        boolean colon = layout.contains(":");
        if (layout.length() > 3) {
            text.append(colon ? ":" : "");
            pad(text, Math.abs(minutes) % 60, 2, '0');
        }
        if (layout.length() > 6) {
            text.append(colon ? ":" : "");
            pad(text, Math.abs(offset) % 60, 2, '0');
        }
    }

    static String monthName(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    static String dayName(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
