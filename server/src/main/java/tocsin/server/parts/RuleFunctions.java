package tocsin.server.parts;

import tocsin.duration.DurationText;
import tocsin.gotemplate.Humanize;
import tocsin.gotemplate.TextFunctions;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.Times;
import tocsin.gotemplate.value.Value;
import tocsin.labels.Labels;
import tocsin.promql.maths.GoFloat;
import tocsin.rules.ExpressionLink;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The functions that Prometheus adds to the template language, but for those that know the moment
/// of an evaluation.
final class RuleFunctions {
    /// A sample that `query` gives.
    static final GoType SAMPLE =
            GoType.struct("template.sample", List.of("Labels", "Value")).build();

    static final GoType SAMPLES = GoType.sliceOf(SAMPLE);

    private static final GoType STRING = GoType.STRING;
    private static final GoType ANY = GoType.ANY;

    private RuleFunctions() {}

    static Map<String, GoFunction> all(String externalUrl) {
        var all = new HashMap<>(TextFunctions.all());
        addSamples(all);
        addTexts(all);
        addNumbers(all);
        String path = URI.create(externalUrl).getPath();
        all.put("pathPrefix", GoFunction.of(_ -> Value.of(path == null ? "" : path)));
        all.put("externalURL", GoFunction.of(_ -> Value.of(externalUrl)));
        return all;
    }

    private static void addSamples(Map<String, GoFunction> all) {
        // They are parsed with every text, and known only to an execution.
        all.put("query", GoFunction.of(_ -> new Value.Seq(List.of(), SAMPLES), STRING));
        all.put("now", GoFunction.of(_ -> Value.of(0.0)));
        all.put("first", GoFunction.of(args -> first((Value.Seq) args[0]), SAMPLES));
        all.put("label", GoFunction.of(args -> label(args[1], text(args[0])), STRING, SAMPLE));
        all.put("value", GoFunction.of(args -> field(args[0], 1), SAMPLE));
        all.put("strvalue", GoFunction.of(args -> label(args[0], "__value__"), SAMPLE));
        all.put(
                "sortByLabel",
                GoFunction.of(args -> sorted((Value.Seq) args[1], text(args[0])), STRING, SAMPLES));
        all.put("args", GoFunction.variadic(RuleFunctions::args, ANY));
    }

    private static void addTexts(Map<String, GoFunction> all) {
        all.put("safeHtml", TextFunctions.of(text -> text));
        all.put("title", TextFunctions.of(RuleFunctions::title));
        all.put(
                "graphLink",
                TextFunctions.of(query -> ExpressionLink.path(query, ExpressionLink.GRAPH)));
        all.put(
                "tableLink",
                TextFunctions.of(query -> ExpressionLink.path(query, ExpressionLink.TABLE)));
        all.put("urlQueryEscape", TextFunctions.of(ExpressionLink::escape));
        all.put("stripPort", TextFunctions.of(text -> HostText.of(text).host()));
        all.put("stripDomain", TextFunctions.of(text -> HostText.of(text).withoutDomain()));
        all.put("parseDuration", GoFunction.of(args -> Value.of(seconds(text(args[0]))), STRING));
    }

    private static void addNumbers(Map<String, GoFunction> all) {
        all.put("humanize", ofNumber(value -> Value.of(Humanize.metric(value))));
        all.put("humanize1024", ofNumber(value -> Value.of(Humanize.binary(value))));
        all.put("humanizeDuration", ofNumber(value -> Value.of(Humanize.duration(value))));
        all.put("humanizePercentage", ofNumber(value -> Value.of(Humanize.percentage(value))));
        all.put("humanizeTimestamp", ofNumber(RuleFunctions::timestamp));
        all.put("toTime", ofNumber(value -> Times.of(instant(value))));
        all.put("toDuration", ofNumber(value -> Value.of(Duration.ofNanos((long) (value * 1e9)))));
    }

    /// A function of a number.
    private interface OfNumber {
        Value apply(double value) throws FunctionException;
    }

    private static GoFunction ofNumber(OfNumber function) {
        return GoFunction.of(args -> function.apply(Humanize.number(args[0])), ANY);
    }

    static String text(Value value) {
        return TextFunctions.text(value);
    }

    private static Value first(Value.Seq samples) throws FunctionException {
        if (samples.items().isEmpty()) {
            throw new FunctionException("first() called on vector with no elements");
        }
        return samples.items().getFirst();
    }

    private static Value field(Value sample, int place) {
        return ((Value.Struct) Value.unbox(sample)).fields().get(place);
    }

    private static Value label(Value sample, String name) {
        var labels = (Value.Dict) field(sample, 0);
        for (int i = 0; i < labels.keys().length; i++) {
            if (labels.keys()[i].equals(name)) {
                return labels.values()[i];
            }
        }
        return Value.of("");
    }

    private static Value sorted(Value.Seq samples, String name) {
        var sorted = new ArrayList<>(samples.items());
        sorted.sort(Comparator.comparing(sample -> text(label(sample, name)), Labels.BYTE_ORDER));
        return new Value.Seq(sorted, samples.type());
    }

    private static Value args(Value... given) {
        var all = new LinkedHashMap<String, Value>();
        for (int i = 0; i < given.length; i++) {
            all.put("arg" + i, given[i]);
        }
        return Value.ofMap(all, GoType.ANY_MAP);
    }

    /// Go's `strings.Title`: the first letter of each word is large, the others stay.
    /// Alertmanager's function of this name makes them small.
    private static String title(String text) {
        var title = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            title.appendCodePoint(inWord ? c : Character.toTitleCase(c));
            inWord =
                    Character.isLetterOrDigit(c)
                            || c == '_'
                            || (c > 0x7f && !Character.isWhitespace(c));
        }
        return title.toString();
    }

    private static double seconds(String text) throws FunctionException {
        boolean minus = text.startsWith("-");
        try {
            double seconds = DurationText.parse(minus ? text.substring(1) : text).toMillis() / 1e3;
            return minus ? -seconds : seconds;
        } catch (IllegalArgumentException e) {
            throw new FunctionException(String.valueOf(e.getMessage()));
        }
    }

    private static Value timestamp(double value) throws FunctionException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Value.of(Humanize.metric(value));
        }
        Value time = Times.of(instant(value));
        var text = Times.TIME.stringer();
        return Value.of(text == null ? time.toString() : text.apply(time));
    }

    private static Instant instant(double seconds) throws FunctionException {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw new FunctionException("value is NaN or Inf");
        }
        double nanos = seconds * 1e9;
        if (nanos >= Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new FunctionException(
                    GoFloat.general(seconds)
                            + " cannot be represented as a nanoseconds timestamp since it overflows"
                            + " int64");
        }
        return Instant.ofEpochMilli(Math.floorDiv((long) nanos, 1_000_000L));
    }
}
