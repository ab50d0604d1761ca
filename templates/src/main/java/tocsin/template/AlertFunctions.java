package tocsin.template;

import tocsin.gotemplate.Humanize;
import tocsin.gotemplate.TextFunctions;
import tocsin.gotemplate.html.SafeTypes;
import tocsin.gotemplate.value.Bytes;
import tocsin.gotemplate.value.FunctionException;
import tocsin.gotemplate.value.GoFunction;
import tocsin.gotemplate.value.GoType;
import tocsin.gotemplate.value.JsonText;
import tocsin.gotemplate.value.Layouts;
import tocsin.gotemplate.value.TimeParser;
import tocsin.gotemplate.value.Times;
import tocsin.gotemplate.value.Value;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The functions that Alertmanager adds to the language.
final class AlertFunctions {
    private static final GoType STRING = GoType.STRING;

    private AlertFunctions() {}

    /// All of them; the clock is read by `now` and `since`.
    static Map<String, GoFunction> all(InstantSource clock) {
        var all = new HashMap<>(TextFunctions.all());
        addTexts(all);
        addTimes(all, clock);
        addCollections(all);
        return all;
    }

    private static void addTexts(Map<String, GoFunction> all) {
        all.put("title", TextFunctions.of(TitleCase::of));
        all.put("trimSpace", TextFunctions.of(AlertFunctions::trimSpace));
        all.put(
                "join",
                GoFunction.of(
                        args -> Value.of(AlertTypes.join(text(args[0]), args[1])),
                        STRING,
                        GoType.STRINGS));
        all.put("safeHtml", typed(SafeTypes.HTML));
        all.put("safeUrl", typed(SafeTypes.URL));
        all.put("urlUnescape", TextFunctions.of(UrlText::queryUnescape));
        all.put("toJson", GoFunction.of(args -> Value.of(JsonText.of(args[0])), GoType.ANY));
        all.put("base64encode", TextFunctions.of(AlertFunctions::base64encode));
        all.put("base64decode", TextFunctions.of(AlertFunctions::base64decode));
        all.put("routeLabels", TextFunctions.of(_ -> ""));
    }

    private static void addTimes(Map<String, GoFunction> all, InstantSource clock) {
        all.put(
                "date",
                GoFunction.of(
                        args -> Value.of(Layouts.format(time(args[1]), text(args[0]))),
                        STRING,
                        Times.TIME));
        all.put(
                "tz",
                GoFunction.of(args -> inZone(text(args[0]), time(args[1])), STRING, Times.TIME));
        all.put("now", GoFunction.of(_ -> Times.of(clock.instant())));
        all.put(
                "since",
                GoFunction.of(
                        args ->
                                Times.between(
                                        time(args[0]), clock.instant().atZone(ZoneOffset.UTC)),
                        Times.TIME));
        all.put(
                "humanizeDuration",
                GoFunction.of(
                        args -> Value.of(Humanize.duration(Humanize.number(args[0]))), GoType.ANY));
        all.put("toDate", GoFunction.of(args -> toDate(args, false), STRING, STRING));
        all.put("mustToDate", GoFunction.of(args -> toDate(args, true), STRING, STRING));
    }

    private static void addCollections(Map<String, GoFunction> all) {
        all.put(
                "stringSlice",
                GoFunction.variadic(args -> new Value.Seq(List.of(args), GoType.STRINGS), STRING));
        all.put(
                "list",
                GoFunction.variadic(args -> new Value.Seq(List.of(args), GoType.ANYS), GoType.ANY));
        all.put("append", GoFunction.variadic(AlertFunctions::append, GoType.ANY, GoType.ANY));
        all.put("dict", GoFunction.variadic(AlertFunctions::dict, GoType.ANY));
    }

    private static String text(Value value) {
        return TextFunctions.text(value);
    }

    private static ZonedDateTime time(Value value) {
        return ((Value.Time) value).at();
    }

    private static GoFunction typed(GoType type) {
        return GoFunction.of(args -> new Value.Str(text(args[0]), type), STRING);
    }

    private static String trimSpace(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    private static String base64encode(String text) {
        return Base64.getUrlEncoder().encodeToString(Bytes.encode(text));
    }

    private static String base64decode(String text) throws FunctionException {
        String plain = text.replace("\n", "").replace("\r", "");
        try {
            if (plain.length() % 4 == 0) {
                return Bytes.decode(Base64.getUrlDecoder().decode(plain));
            }
        } catch (IllegalArgumentException _) {
            // Said below, with the place.
        }
        int bad = 0;
        while (bad < plain.length() && isBase64(plain.charAt(bad))) {
            bad++;
        }
        throw new FunctionException(
                "illegal base64 data at input byte " + (bad == plain.length() ? bad / 4 * 4 : bad));
    }

    private static boolean isBase64(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }

    private static Value inZone(String name, ZonedDateTime at) throws FunctionException {
        try {
            ZoneId zone =
                    switch (name) {
                        case "", "UTC" -> ZoneOffset.UTC;
                        case "Local" -> ZoneId.systemDefault();
                        default -> ZoneId.of(name);
                    };
            boolean isRegion = zone.equals(ZoneOffset.UTC) || !(zone instanceof ZoneOffset);
            if (isRegion) {
                return new Value.Time(at.withZoneSameInstant(zone));
            }
        } catch (DateTimeException _) {
            // Said below.
        }
        throw new FunctionException("unknown time zone " + name);
    }

    private static Value toDate(Value[] args, boolean strict) throws FunctionException {
        try {
            return new Value.Time(TimeParser.parse(text(args[0]), text(args[1])));
        } catch (FunctionException e) {
            if (strict) {
                throw e;
            }
            return Times.ZERO;
        }
    }

    private static Value append(Value[] args) throws FunctionException {
        var items = new ArrayList<Value>();
        switch (Value.unbox(args[0])) {
            case Value.Seq(List<Value> before, _) -> items.addAll(before);
            case Value.Nothing _ -> {}
            default ->
                    throw new FunctionException(
                            "append: expected a slice, found " + args[0].type());
        }
        items.addAll(Arrays.asList(args).subList(1, args.length));
        return new Value.Seq(items, GoType.ANYS);
    }

    private static Value dict(Value[] args) throws FunctionException {
        if (args.length % 2 != 0) {
            throw new FunctionException("dict requires an even number of arguments");
        }
        var map = new TreeMap<String, Value>(Value.BYTE_ORDER);
        for (int i = 0; i < args.length; i += 2) {
            if (!(Value.unbox(args[i]) instanceof Value.Str(String key, GoType type))
                    || type != STRING) {
                throw new FunctionException("dict keys must be strings");
            }
            map.put(key, Value.unbox(args[i + 1]));
        }
        return Value.ofMap(map, GoType.ANY_MAP);
    }
}
