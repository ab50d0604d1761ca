package tocsin.promql.maths;

import java.time.LocalDate;

/// The calendar as upstream computes it: in whole seconds of 64 bits that wrap around, so that any
/// float is a date, NaN and infinities too.
///
/// @param year the year; it may need more digits than the JDK's calendar has
/// @param likeDate the same day and month in one of the years 1 to 400
/// @param secondOfDay from 0 to 86,399
/// @param dayOfWeek from 0, Sunday
record GoDate(long year, LocalDate likeDate, int secondOfDay, int dayOfWeek) {
    private static final long FIRST_YEAR = -292_277_022_399L;
    private static final long FIRST_TO_EPOCH = 9_223_372_028_715_321_600L;
    private static final long DAY = 86_400;
    private static final int CYCLE_YEARS = 400;
    private static final int CYCLE_DAYS = 146_097;

    /// The date of a number of seconds since 1970.
    static GoDate of(double seconds) {
        long since = whole(seconds) + FIRST_TO_EPOCH;
        long day = Long.divideUnsigned(since, DAY);
        LocalDate like = LocalDate.of(1, 1, 1).plusDays(day % CYCLE_DAYS);
        return new GoDate(
                FIRST_YEAR + CYCLE_YEARS * (day / CYCLE_DAYS) + like.getYear() - 1,
                like,
                (int) Long.remainderUnsigned(since, DAY),
                (int) ((day + 1) % 7));
    }

    int hour() {
        return secondOfDay / 3_600;
    }

    int minute() {
        return secondOfDay / 60 % 60;
    }

    /// A float as a whole number, as processors of upstream's kind convert it.
    private static long whole(double value) {
        boolean fits = value >= Long.MIN_VALUE && value < 0x1p63;
        return fits ? (long) value : Long.MIN_VALUE;
    }
}
