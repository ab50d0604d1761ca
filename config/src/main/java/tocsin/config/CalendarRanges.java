package tocsin.config;

import tocsin.timeinterval.Range;

import java.util.List;
import java.util.Locale;

/// Ranges of the calendar as people write them: `monday:friday`, `-3:-1`, `january:march`.
final class CalendarRanges {
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS =
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december");

    /// The shortest month: a range that is empty in none is never empty.
    private static final int SHORTEST = 28;

    private CalendarRanges() {}

    private interface Element {
        int value(String text);
    }

    private static Range range(String text, Element element) {
        String[] parts = text.split(":", -1);
        return switch (parts.length) {
            case 1 -> Range.of(element.value(parts[0]));
            case 2 -> new Range(element.value(parts[0]), element.value(parts[1]));
            default ->
                    throw new IllegalArgumentException(
                            "couldn't parse range " + text + ", invalid format");
        };
    }

    static Range weekdays(String text) {
        Range range = range(text.toLowerCase(Locale.ROOT), CalendarRanges::weekday);
        check(range.begin() <= range.end(), "start day cannot be before end day");
        return range;
    }

    private static int weekday(String text) {
        int day = DAYS.indexOf(text);
        check(day >= 0, text + " is not a valid weekday");
        return day;
    }

    static Range months(String text) {
        Range range = range(text.toLowerCase(Locale.ROOT), CalendarRanges::month);
        check(
                range.begin() <= range.end(),
                "end month " + range.end() + " is before start month " + range.begin());
        return range;
    }

    private static int month(String text) {
        int month = MONTHS.indexOf(text) + 1;
        return month > 0 ? month : number(text, text + " is not a valid month");
    }

    static Range years(String text) {
        Range range = range(text, part -> number(part, part + " is not a valid year"));
        check(
                range.begin() <= range.end(),
                "end year " + range.end() + " is before start year " + range.begin());
        return range;
    }

    static Range daysOfMonth(String text) {
        Range range = range(text, part -> number(part, part + " is not a valid day of the month"));
        for (int day : new int[] {range.begin(), range.end()}) {
            check(
                    day != 0 && day >= -31 && day <= 31,
                    day + " is not a valid day of the month: out of range");
        }
        check(
                range.begin() > 0 || range.end() < 0,
                "end day must be negative if start day is negative");
        int begin = range.begin() < 0 ? SHORTEST + range.begin() : range.begin();
        int end = range.end() < 0 ? SHORTEST + range.end() : range.end();
        check(
                begin <= end,
                "end day " + range.end() + " is always before start day " + range.begin());
        return range;
    }

    static Range times(String start, String end) {
        var range = new Range(minute(start), minute(end));
        check(range.begin() < range.end(), "start time cannot be equal or greater than end time");
        return range;
    }

    private static int minute(String text) {
        check(
                text.matches("((([01][0-9])|(2[0-3])):[0-5][0-9])|(24:00)"),
                "couldn't parse timestamp " + text + ", invalid format");
        return 60 * Integer.parseInt(text.substring(0, 2)) + Integer.parseInt(text.substring(3));
    }

    private static int number(String text, String otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(otherwise, e);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
