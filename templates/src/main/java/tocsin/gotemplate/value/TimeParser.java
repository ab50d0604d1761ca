package tocsin.gotemplate.value;

import tocsin.gotemplate.value.Layouts.Element;
import tocsin.gotemplate.value.Layouts.Piece;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// Reads a time by a layout, as Go's `time.Parse` does.
public final class TimeParser {
    private final String layout;
    private final String value;
    private String rest;

    private int year;
    private int month = -1;
    private int day = -1;
    private int yearDay = -1;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private boolean pm;
    private boolean am;
    private Optional<ZoneId> zone = Optional.empty();

    private TimeParser(String layout, String value) {
        this.layout = layout;
        this.value = value;
        this.rest = value;
    }

    /// The time that `value` gives; UTC where it names no zone.
    public static ZonedDateTime parse(String layout, String value) throws FunctionException {
        return new TimeParser(layout, value).run();
    }

    private ZonedDateTime run() throws FunctionException {
        List<Piece> pieces = Layouts.pieces(layout);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            String before = rest;
            Element next = i + 1 < pieces.size() ? pieces.get(i + 1).element() : Element.LITERAL;
            if (!read(piece, next)) {
                String shown = piece.element() == Element.LITERAL ? rest : before;
                throw new FunctionException(
                        "parsing time "
                                + Quotes.quote(value)
                                + " as "
                                + Quotes.quote(layout)
                                + ": cannot parse "
                                + Quotes.quote(shown)
                                + " as "
                                + Quotes.quote(piece.text()));
            }
        }
        if (!rest.isEmpty()) {
            throw problem("extra text: " + Quotes.quote(rest));
        }
        return assemble();
    }

    private FunctionException problem(String what) {
        return new FunctionException("parsing time " + Quotes.quote(value) + ": " + what);
    }

    private FunctionException outOfRange(String what) {
        return problem(what + " out of range");
    }

    private boolean read(Piece piece, Element next) throws FunctionException {
        return switch (piece.element()) {
            case LITERAL -> skip(piece.text());
            case YEAR, LONG_YEAR -> readYear(piece.element() == Element.LONG_YEAR);
            case MONTH, LONG_MONTH, NUMERIC_MONTH, ZERO_MONTH -> readMonth(piece.element());
            case WEEKDAY, LONG_WEEKDAY -> readWeekday(piece.element() == Element.LONG_WEEKDAY);
            case DAY, UNDER_DAY, ZERO_DAY -> readDay(piece.element());
            case UNDER_YEAR_DAY, ZERO_YEAR_DAY -> readYearDay(piece.element());
            case HOUR, HOUR_12, ZERO_HOUR_12 -> readHour(piece.element());
            case MINUTE, ZERO_MINUTE -> readMinute(piece.element());
            case SECOND, ZERO_SECOND -> readSecond(piece.element(), next);
            case PM, SMALL_PM -> readHalf(piece.element() == Element.PM);
            case ZONE_NAME -> readZoneName();
            case FRACTION_ZEROS -> readFraction(piece.text().length());
            case FRACTION_NINES -> !startsFraction() || readFraction(fractionLength());
            case ISO_ZONE, ISO_ZONE_COLON, ISO_ZONE_SHORT, ISO_ZONE_SECONDS -> readZone(piece);
            case NUMERIC_ZONE, NUMERIC_ZONE_COLON, NUMERIC_ZONE_SHORT -> readZone(piece);
            case NUMERIC_ZONE_SECONDS, NUMERIC_ZONE_COLON_SECONDS, ISO_ZONE_COLON_SECONDS ->
                    readZone(piece);
        };
    }

    /// Skips literal text; a run of blanks stands for any number of them.
    private boolean skip(String literal) {
        String left = literal;
        while (!left.isEmpty()) {
            if (left.charAt(0) == ' ') {
                if (!rest.isEmpty() && rest.charAt(0) != ' ') {
                    return false;
                }
                left = left.replaceFirst("^ +", "");
                rest = rest.replaceFirst("^ +", "");
            } else if (rest.isEmpty() || rest.charAt(0) != left.charAt(0)) {
                return false;
            } else {
                left = left.substring(1);
                rest = rest.substring(1);
            }
        }
        return true;
    }

    private static boolean isDigit(String text, int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /// A number of one or two digits, or of exactly two; negative when there is none.
    private int number(boolean two) {
        if (!isDigit(rest, 0) || (two && !isDigit(rest, 1))) {
            return -1;
        }
        return digits(isDigit(rest, 1) ? 2 : 1);
    }

    /// So many digits; negative when there are fewer.
    private int digits(int count) {
        for (int i = 0; i < count; i++) {
            if (!isDigit(rest, i)) {
                return -1;
            }
        }
        int number = Integer.parseInt(rest.substring(0, count));
        rest = rest.substring(count);
        return number;
    }

    private boolean readYear(boolean isLong) {
        year = digits(isLong ? 4 : 2);
        if (!isLong && year >= 0) {
            year += year >= 69 ? 1900 : 2000;
        }
        return year >= 0;
    }

    private boolean word(String name) {
        boolean matches = rest.regionMatches(true, 0, name, 0, name.length());
        rest = matches ? rest.substring(name.length()) : rest;
        return matches;
    }

    private boolean readMonth(Element element) throws FunctionException {
        if (element == Element.MONTH || element == Element.LONG_MONTH) {
            for (Month each : Month.values()) {
                String name = Layouts.monthName(each);
                if (word(element == Element.MONTH ? name.substring(0, 3) : name)) {
                    month = each.getValue();
                    return true;
                }
            }
            return false;
        }
        month = number(element == Element.ZERO_MONTH);
        if (month == 0 || month > 12) {
            throw outOfRange("month");
        }
        return month > 0;
    }

    private boolean readWeekday(boolean isLong) {
        for (DayOfWeek each : DayOfWeek.values()) {
            String name = Layouts.dayName(each);
            if (word(isLong ? name : name.substring(0, 3))) {
                return true;
            }
        }
        return false;
    }

    private boolean readDay(Element element) {
        if (element == Element.UNDER_DAY && rest.startsWith(" ")) {
            rest = rest.substring(1);
        }
        day = number(element == Element.ZERO_DAY);
        return day >= 0;
    }

    private boolean readYearDay(Element element) {
        for (int i = 0; i < 2 && element == Element.UNDER_YEAR_DAY && rest.startsWith(" "); i++) {
            rest = "0" + rest.substring(1);
        }
        yearDay = digits(3);
        return yearDay >= 0;
    }

    private boolean readHour(Element element) throws FunctionException {
        hour = number(element == Element.ZERO_HOUR_12);
        if (hour > (element == Element.HOUR ? 23 : 12)) {
            throw outOfRange("hour");
        }
        return hour >= 0;
    }

    private boolean readMinute(Element element) throws FunctionException {
        minute = number(element == Element.ZERO_MINUTE);
        if (minute > 59) {
            throw outOfRange("minute");
        }
        return minute >= 0;
    }

    /// Seconds may have a fraction although the layout says nothing of one.
    private boolean readSecond(Element element, Element next) throws FunctionException {
        second = number(element == Element.ZERO_SECOND);
        if (second > 59) {
            throw outOfRange("second");
        }
        boolean inLayout = next == Element.FRACTION_ZEROS || next == Element.FRACTION_NINES;
        return second >= 0 && (inLayout || !startsFraction() || readFraction(fractionLength()));
    }

    private boolean startsFraction() {
        return (rest.startsWith(".") || rest.startsWith(",")) && isDigit(rest, 1);
    }

    private int fractionLength() {
        int length = 1;
        while (isDigit(rest, length)) {
            length++;
        }
        return length;
    }

    private boolean readFraction(int length) {
        if (length > rest.length() || !(rest.startsWith(".") || rest.startsWith(","))) {
            return false;
        }
        String digits = rest.substring(1, length);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        rest = rest.substring(length);
        nano = Integer.parseInt((digits + "000000000").substring(0, 9));
        return true;
    }

    private boolean readHalf(boolean upper) {
        String half = rest.length() < 2 ? "" : rest.substring(0, 2);
        pm = half.equals(upper ? "PM" : "pm");
        am = half.equals(upper ? "AM" : "am");
        rest = pm || am ? rest.substring(2) : rest;
        return pm || am;
    }

    private boolean readZoneName() {
        int length = 0;
        while (length < rest.length() && Character.isUpperCase(rest.charAt(length))) {
            length++;
        }
        if (length < 3 || length > 5) {
            return false;
        }
        zone = Optional.of(ZoneOffset.UTC);
        rest = rest.substring(length);
        return true;
    }

    private boolean readZone(Piece piece) throws FunctionException {
        String form = piece.text();
        if (form.startsWith("Z") && rest.startsWith("Z")) {
            rest = rest.substring(1);
            zone = Optional.of(ZoneOffset.UTC);
            return true;
        }
        boolean colon = form.contains(":");
        int parts = form.replace(":", "").length() / 2;
        if (!rest.startsWith("+") && !rest.startsWith("-")) {
            return false;
        }
        int sign = rest.startsWith("-") ? -1 : 1;
        rest = rest.substring(1);
        int[] numbers = new int[3];
        for (int i = 0; i < parts; i++) {
            if (i > 0 && colon) {
                if (!rest.startsWith(":")) {
                    return false;
                }
                rest = rest.substring(1);
            }
            numbers[i] = digits(2);
            if (numbers[i] < 0) {
                return false;
            }
        }
        if (numbers[0] > 18 || numbers[1] > 59 || numbers[2] > 59) {
            throw outOfRange("time zone offset");
        }
        int seconds = sign * (numbers[0] * 3600 + numbers[1] * 60 + numbers[2]);
        zone = Optional.of(ZoneOffset.ofTotalSeconds(seconds));
        return true;
    }

    private ZonedDateTime assemble() throws FunctionException {
        if (pm && hour < 12) {
            hour += 12;
        } else if (am && hour == 12) {
            hour = 0;
        }
        ZoneId in = zone.orElse(ZoneOffset.UTC);
        if (yearDay >= 0) {
            if (yearDay < 1 || yearDay > YearMonth.of(year, 1).lengthOfYear()) {
                throw outOfRange("day-of-year");
            }
            return ZonedDateTime.of(year, 1, 1, hour, minute, second, nano, in)
                    .plusDays(yearDay - 1L);
        }
        int inMonth = Math.max(month, 1);
        int onDay = day < 0 ? 1 : day;
        if (onDay < 1 || onDay > YearMonth.of(year, inMonth).lengthOfMonth()) {
            throw outOfRange("day");
        }
        return ZonedDateTime.of(year, inMonth, onDay, hour, minute, second, nano, in);
    }
}
