package tocsin.config;

import tocsin.timeinterval.Range;
import tocsin.timeinterval.TimeInterval;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads `time_intervals` and the older `mute_time_intervals`.
final class TimeIntervalReader {
    private TimeIntervalReader() {}

    static Map<String, List<TimeInterval>> read(Fields top) {
        var all = new LinkedHashMap<String, List<TimeInterval>>();
        read(top, "mute_time_intervals", "mute time interval", all);
        read(top, "time_intervals", "time interval", all);
        return all;
    }

    private static void read(
            Fields top, String key, String what, Map<String, List<TimeInterval>> all) {
        for (YamlNode item : top.items(key)) {
            Fields fields = Fields.of(item, top.problems());
            String name = fields.text("name", "");
            if (name.isEmpty()) {
                top.problems().add(item, "missing name in " + what);
            }
            var intervals = new ArrayList<TimeInterval>();
            for (YamlNode each : fields.items("time_intervals")) {
                intervals.add(interval(Fields.of(each, top.problems())));
            }
            if (all.put(name, intervals) != null) {
                fields.problem("name", what + " \"" + name + "\" is not unique");
            }
            fields.done(what);
        }
    }

    private static TimeInterval interval(Fields fields) {
        var interval =
                new TimeInterval(
                        times(fields),
                        ranges(fields, "weekdays", CalendarRanges::weekdays),
                        ranges(fields, "days_of_month", CalendarRanges::daysOfMonth),
                        ranges(fields, "months", CalendarRanges::months),
                        ranges(fields, "years", CalendarRanges::years),
                        fields.parsed("location", TimeIntervalReader::zone).orElse(ZoneOffset.UTC));
        fields.done("time interval");
        return interval;
    }

    private static ZoneId zone(String name) {
        if (name.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return name.equals("Local") ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone " + name, e);
        }
    }

    private static Optional<List<Range>> ranges(
            Fields fields, String key, Function<String, Range> parse) {
        if (fields.node(key).isEmpty()) {
            return Optional.empty();
        }
        var ranges = new ArrayList<Range>();
        for (String text : fields.texts(key)) {
            try {
                ranges.add(parse.apply(text));
            } catch (IllegalArgumentException e) {
                fields.problem(key, String.valueOf(e.getMessage()));
            }
        }
        return Optional.of(ranges);
    }

    private static Optional<List<Range>> times(Fields fields) {
        if (fields.node("times").isEmpty()) {
            return Optional.empty();
        }
        var ranges = new ArrayList<Range>();
        for (YamlNode item : fields.items("times")) {
            Fields range = Fields.of(item, fields.problems());
            Optional<String> start = range.text("start_time");
            Optional<String> end = range.text("end_time");
            range.done("time range");
            if (start.isEmpty() || end.isEmpty()) {
                fields.problems().add(item, "both start and end times must be provided");
                continue;
            }
            try {
                ranges.add(CalendarRanges.times(start.get(), end.get()));
            } catch (IllegalArgumentException e) {
                fields.problems().add(item, String.valueOf(e.getMessage()));
            }
        }
        return Optional.of(ranges);
    }
}
