package tocsin.gotemplate.value;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/// The types of Go's package `time`, with the methods that a template may call.
public final class Times {
    private static final String TEXT = "2006-01-02 15:04:05.999999999 -0700 MST";

    /// `time.Duration`: an integer of nanoseconds.
    public static final GoType DURATION =
            GoType.named("time.Duration", GoType.INT64)
                    .prints(value -> Durations.text(((Value.Int) value).value()))
                    .method("Hours", ofDuration(Durations::hours))
                    .method("Minutes", ofDuration(Durations::minutes))
                    .method("Seconds", ofDuration(Durations::seconds))
                    .method("Milliseconds", ofNanos(nanos -> nanos / 1_000_000))
                    .method("Microseconds", ofNanos(nanos -> nanos / 1_000))
                    .method("Nanoseconds", ofNanos(nanos -> nanos))
                    .method("Abs", GoFunction.of(args -> duration(Math.absExact(nanos(args[0])))))
                    .method("Round", rounding(Durations::round))
                    .method("Truncate", rounding(Durations::truncate))
                    .build();

    static final GoType MONTH =
            GoType.named("time.Month", GoType.INT).prints(Times::monthName).build();

    static final GoType WEEKDAY =
            GoType.named("time.Weekday", GoType.INT).prints(Times::weekdayName).build();

    static final GoType LOCATION =
            GoType.named("*time.Location", GoType.STRING)
                    .prints(value -> ((Value.Str) value).value())
                    .build();

    /// `time.Time`.
    public static final GoType TIME = timeType();

    /// Go's zero time.
    public static final Value ZERO =
            new Value.Time(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));

    private Times() {}

    private interface OfDuration {
        double apply(long nanos);
    }

    private interface Rounding {
        long apply(long nanos, long multiple);
    }

    private interface OfTwo {
        boolean apply(ZonedDateTime a, ZonedDateTime b);
    }

    private static GoFunction ofDuration(OfDuration part) {
        return GoFunction.of(args -> Value.of(part.apply(nanos(args[0]))));
    }

    private static GoFunction ofNanos(LongUnaryOperator part) {
        return GoFunction.of(args -> new Value.Int(part.applyAsLong(nanos(args[0])), GoType.INT64));
    }

    private static GoFunction rounding(Rounding rounding) {
        return GoFunction.of(
                args -> duration(rounding.apply(nanos(args[0]), nanos(args[1]))), GoType.SELF);
    }

    private static long nanos(Value value) {
        return ((Value.Int) value).value();
    }

    private static Value duration(long nanos) {
        return new Value.Int(nanos, DURATION);
    }

    private static ZonedDateTime at(Value value) {
        return ((Value.Time) value).at();
    }

    private static GoType timeType() {
        var type =
                GoType.struct("time.Time", List.of())
                        .prints(Times::text)
                        .method(
                                "Format",
                                GoFunction.of(
                                        args -> {
                                            String layout = ((Value.Str) args[1]).value();
                                            return Value.of(Layouts.format(at(args[0]), layout));
                                        },
                                        GoType.STRING))
                        .method("Date", GoFunction.withResults(3))
                        .method("Clock", GoFunction.withResults(3))
                        .method("ISOWeek", GoFunction.withResults(2))
                        .method("Zone", GoFunction.withResults(2));
        addParts(type);
        addMoves(type);
        addComparisons(type);
        return type.build();
    }

    private static void addParts(GoType.Builder type) {
        type.method("Year", whole(GoType.INT, ZonedDateTime::getYear))
                .method("Month", whole(MONTH, ZonedDateTime::getMonthValue))
                .method("Day", whole(GoType.INT, ZonedDateTime::getDayOfMonth))
                .method("Hour", whole(GoType.INT, ZonedDateTime::getHour))
                .method("Minute", whole(GoType.INT, ZonedDateTime::getMinute))
                .method("Second", whole(GoType.INT, ZonedDateTime::getSecond))
                .method("Nanosecond", whole(GoType.INT, ZonedDateTime::getNano))
                .method("YearDay", whole(GoType.INT, ZonedDateTime::getDayOfYear))
                .method("Weekday", whole(WEEKDAY, at -> at.getDayOfWeek().getValue() % 7))
                .method("Unix", whole(GoType.INT64, ZonedDateTime::toEpochSecond))
                .method("UnixMilli", whole(GoType.INT64, at -> epoch(at, 1_000)))
                .method("UnixMicro", whole(GoType.INT64, at -> epoch(at, 1_000_000)))
                .method("UnixNano", whole(GoType.INT64, at -> epoch(at, 1_000_000_000)));
    }

    private static GoFunction whole(GoType type, ToLongFunction<ZonedDateTime> part) {
        return GoFunction.of(args -> new Value.Int(part.applyAsLong(at(args[0])), type));
    }

    private static long epoch(ZonedDateTime at, long perSecond) {
        return at.toEpochSecond() * perSecond + at.getNano() / (1_000_000_000 / perSecond);
    }

    private static void addMoves(GoType.Builder type) {
        type.method("UTC", GoFunction.of(args -> in(at(args[0]), ZoneOffset.UTC)))
                .method("Local", GoFunction.of(args -> in(at(args[0]), ZoneId.systemDefault())))
                .method(
                        "Add",
                        GoFunction.of(
                                args -> new Value.Time(at(args[0]).plusNanos(nanos(args[1]))),
                                DURATION))
                .method(
                        "AddDate",
                        GoFunction.of(
                                args ->
                                        new Value.Time(
                                                addDate(
                                                        at(args[0]),
                                                        nanos(args[1]),
                                                        nanos(args[2]),
                                                        nanos(args[3]))),
                                GoType.INT,
                                GoType.INT,
                                GoType.INT))
                .method("Round", GoFunction.of(args -> rounded(args, true), DURATION))
                .method("Truncate", GoFunction.of(args -> rounded(args, false), DURATION))
                .method(
                        "Location",
                        GoFunction.of(args -> new Value.Str(zoneName(at(args[0])), LOCATION)));
    }

    private static void addComparisons(GoType.Builder type) {
        type.method("IsZero", GoFunction.of(args -> Value.of(at(args[0]).isEqual(at(ZERO)))))
                .method("Before", comparing(ZonedDateTime::isBefore))
                .method("After", comparing(ZonedDateTime::isAfter))
                .method("Equal", comparing(ZonedDateTime::isEqual))
                .method(
                        "Compare",
                        GoFunction.of(
                                args -> Value.of((long) compare(at(args[0]), at(args[1]))),
                                GoType.SELF))
                .method(
                        "Sub",
                        GoFunction.of(args -> between(at(args[1]), at(args[0])), GoType.SELF));
    }

    private static GoFunction comparing(OfTwo test) {
        return GoFunction.of(args -> Value.of(test.apply(at(args[0]), at(args[1]))), GoType.SELF);
    }

    private static int compare(ZonedDateTime a, ZonedDateTime b) {
        return Integer.signum(a.toInstant().compareTo(b.toInstant()));
    }

    private static Value in(ZonedDateTime at, ZoneId zone) {
        return new Value.Time(at.withZoneSameInstant(zone));
    }

    /// The time between two instants, as far as a duration reaches.
    public static Value between(ZonedDateTime from, ZonedDateTime to) {
        Duration between = Duration.between(from, to);
        try {
            return Value.of(between);
        } catch (ArithmeticException _) {
            return duration(between.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    /// Days and months may be out of range and then count on, as Go has it.
    private static ZonedDateTime addDate(ZonedDateTime at, long years, long months, long days) {
        return at.withDayOfMonth(1)
                .plusYears(years)
                .plusMonths(months)
                .plusDays(at.getDayOfMonth() - 1L + days);
    }

    private static Value rounded(Value[] args, boolean nearest) {
        ZonedDateTime at = at(args[0]);
        long multiple = nanos(args[1]);
        if (multiple <= 0) {
            return args[0];
        }
        Duration sinceZero = Duration.between(at(ZERO), at);
        var exact =
                BigInteger.valueOf(sinceZero.getSeconds())
                        .multiply(BigInteger.valueOf(1_000_000_000))
                        .add(BigInteger.valueOf(sinceZero.getNano()));
        long rest = exact.mod(BigInteger.valueOf(multiple)).longValueExact();
        boolean up = nearest && rest >= multiple - rest;
        return new Value.Time(at.plusNanos(up ? multiple - rest : -rest));
    }

    private static String zoneName(ZonedDateTime at) {
        ZoneId zone = at.getZone();
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone instanceof ZoneOffset ? "" : zone.getId();
    }

    /// A time as Go prints it.
    static String text(Value time) {
        return Layouts.format(at(time), TEXT);
    }

    /// A time in UTC.
    public static Value of(Instant at) {
        return new Value.Time(at.atZone(ZoneOffset.UTC));
    }

    /// A time in RFC 3339 with as many digits of a second as it has.
    public static String rfc3339(ZonedDateTime at) {
        return Layouts.format(at, "2006-01-02T15:04:05.999999999Z07:00");
    }

    private static String monthName(Value value) {
        long month = nanos(value);
        return month >= 1 && month <= 12
                ? Month.of((int) month).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : "%!Month(" + month + ")";
    }

    private static String weekdayName(Value value) {
        long day = nanos(value);
        return day >= 0 && day <= 6
                ? DayOfWeek.of(day == 0 ? 7 : (int) day)
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                : "%!Weekday(" + day + ")";
    }
}
