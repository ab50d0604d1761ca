package tocsin.timeinterval;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// A stretch of the calendar. A moment is within when every field that is given has an element that
/// holds it; a field that is not given always does, one given as an empty list never.
///
/// Everything is judged by the clock on the wall at `location`: on a day with a change to or from
/// summer time, an hour is missing or there twice, as on the wall.
///
/// @param times minutes since midnight, the end not included
/// @param weekdays Sunday is 0
/// @param daysOfMonth negative days count from the month's end: -1 is its last
/// @param months January is 1
public record TimeInterval(
        Optional<List<Range>> times,
        Optional<List<Range>> weekdays,
        Optional<List<Range>> daysOfMonth,
        Optional<List<Range>> months,
        Optional<List<Range>> years,
        ZoneId location) {

    /// Always.
    public static final TimeInterval ALWAYS =
            new TimeInterval(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ZoneOffset.UTC);

    /// Copies the lists.
    public TimeInterval {
        times = times.map(List::copyOf);
        weekdays = weekdays.map(List::copyOf);
        daysOfMonth = daysOfMonth.map(List::copyOf);
        months = months.map(List::copyOf);
        years = years.map(List::copyOf);
    }

    /// Whether a moment is within.
    public boolean contains(Instant at) {
        ZonedDateTime wall = at.atZone(location);
        return within(years, wall.getYear())
                && within(months, wall.getMonthValue())
                && onDay(wall)
                && within(weekdays, wall.getDayOfWeek().getValue() % 7)
                && atTime(60 * wall.getHour() + wall.getMinute());
    }

    private static boolean within(Optional<List<Range>> field, int value) {
        return field.isEmpty() || field.get().stream().anyMatch(range -> range.has(value));
    }

    private boolean atTime(int minute) {
        return times.isEmpty()
                || times.get().stream()
                        .anyMatch(range -> minute >= range.begin() && minute < range.end());
    }

    private boolean onDay(ZonedDateTime wall) {
        int last = YearMonth.from(wall).lengthOfMonth();
        return daysOfMonth.isEmpty()
                || daysOfMonth.get().stream()
                        .anyMatch(range -> onDay(range, wall.getDayOfMonth(), last));
    }

    private static boolean onDay(Range range, int day, int last) {
        int begin = range.begin() < 0 ? last + range.begin() + 1 : range.begin();
        int end = range.end() < 0 ? last + range.end() + 1 : range.end();
        return begin <= last && day >= begin && day <= Math.min(end, last);
    }
}
