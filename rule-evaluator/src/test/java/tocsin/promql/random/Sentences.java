package tocsin.promql.random;

import tocsin.promql.ast.Aggregator;
import tocsin.promql.ast.Function;
import tocsin.promql.ast.Functions;
import tocsin.promql.ast.ValueType;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Sentences of the whole grammar: every function, aggregator, operator and modifier, every way to
/// write names, numbers, strings and durations, with any space and comments between. Types are kept
/// mostly, so that most sentences are understood.
public final class Sentences {
    private static final List<String> WORDS =
            List.of(
                    ("a up foo:bar _x sum avg by without offset start end step range and or unless"
                         + " inf nan count_values limitk min_of anchored smoothed fill rate time")
                            .split(" ", -1));
    private static final List<String> QUOTED =
            List.of("\"a.b\"", "'é'", "\"x y\"", "`métrique`", "\"sum\"", "\"\\u00e9{}\"");
    private static final List<String> STRINGS =
            List.of(
                    "\"\"",
                    "''",
                    "`raw \\n \"`",
                    "\"\\x41\\101\\u00e9\\U0001F600\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"",
                    "'it\\'s'",
                    "\"日本\"",
                    "\".*[0-9]+|x\"",
                    "'$1'");
    private static final List<String> NUMBERS =
            List.of(
                    ("0 1 2 42 017 0x1F 0XfF 1e3 1E-3 1e+3 .5 5. 1.25 1_000 0x1_F Inf inf +Inf NaN"
                         + " nan 1e999 1e-999 4.9e-324 9007199254740993 5m 1h30m 1d 3w 1y 90s 1ms")
                            .split(" ", -1));
    private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final List<String> ARITHMETIC =
            List.of("+", "-", "*", "/", "%", "^", "atan2", "</", ">/");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> SETS = List.of("and", "or", "unless");
    private static final List<String> GAPS =
            List.of(" ", "  ", "\n", "\t", "\r\n", " # a comment ( \"\n", " ");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    /// Sentences by chance.
    public Sentences(Random random) {
        this.random = random;
    }

    /// A sentence of any type, some levels deep.
    public String sentence(int depth) {
        out.setLength(0);
        switch (random.nextInt(12)) {
            case 0 -> scalar(depth);
            case 1 -> range(depth);
            case 2 -> put(any(STRINGS));
            default -> vector(depth);
        }
        return out.toString();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    /// Adds a token, with space where it is needed, and by chance where it is not.
    private Sentences put(String token) {
        boolean needed =
                !out.isEmpty() && isWord(out.charAt(out.length() - 1)) && isWord(token.charAt(0));
        if (needed || (!out.isEmpty() && once(3))) {
            out.append(any(GAPS));
        }
        out.append(token);
        return this;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == ':' || c == '.' || c > 127;
    }

    private void of(ValueType type, int depth) {
        switch (type) {
            case SCALAR -> scalar(depth);
            case VECTOR -> vector(depth);
            case MATRIX -> range(depth);
            case STRING -> put(any(STRINGS));
        }
    }

    private void vector(int depth) {
        if (depth <= 0) {
            selector();
            modifiers();
            return;
        }
        switch (random.nextInt(9)) {
            case 0, 1 -> call(ValueType.VECTOR, depth - 1);
            case 2, 3 -> aggregate(depth - 1);
            case 4, 5 -> binary(depth - 1);
            case 6 -> {
                put(once(2) ? "-" : "+");
                vector(depth - 1);
            }
            case 7 -> {
                put("(");
                vector(depth - 1);
                put(")");
            }
            default -> {
                selector();
                modifiers();
            }
        }
    }

    private void scalar(int depth) {
        int kind = depth <= 0 ? 0 : random.nextInt(6);
        switch (kind) {
            case 1 -> call(ValueType.SCALAR, depth - 1);
            case 2 -> {
                put("-");
                scalar(depth - 1);
            }
            case 3 -> {
                put("(");
                scalar(depth - 1);
                put(")");
            }
            case 4 -> {
                scalar(depth - 1);
                boolean compares = once(3);
                put(any(compares ? COMPARISONS : ARITHMETIC.subList(0, 7)));
                if (compares) {
                    put("bool");
                }
                scalar(depth - 1);
            }
            default -> put(any(NUMBERS));
        }
    }

    private void range(int depth) {
        if (depth <= 0 || once(2)) {
            selector();
            put("[");
            duration(2);
            put("]");
            if (once(8)) {
                put(once(2) ? "anchored" : "smoothed");
            }
        } else {
            put("(");
            vector(depth - 1);
            put(")").put("[");
            duration(2);
            put(":");
            if (once(2)) {
                duration(2);
            }
            put("]");
        }
        modifiers();
    }

    private void call(ValueType type, int depth) {
        List<Function> fitting =
                Functions.all().stream().filter(each -> each.returns() == type).toList();
        Function function = any(fitting);
        put(function.name()).put("(");
        int given = function.arguments().size();
        if (function.variadic() > 0 && once(2)) {
            given--;
        }
        for (int i = 0; i < given; i++) {
            if (i > 0) {
                put(",");
            }
            ValueType wanted = function.arguments().get(i);
            if (function.name().equals("info") && i == 1) {
                put("{").put("x").put("=~").put("\".+\"").put("}");
            } else {
                of(wanted, depth);
            }
        }
        put(")");
    }

    private void aggregate(int depth) {
        Aggregator aggregator = any(List.of(Aggregator.values()));
        String word = aggregator.name().toLowerCase(Locale.ROOT);
        put(once(6) ? word.toUpperCase(Locale.ROOT) : word);
        int grouping = random.nextInt(3);
        if (grouping == 1) {
            grouping();
        }
        put("(");
        switch (aggregator) {
            case TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO -> {
                scalar(depth - 1);
                put(",");
            }
            case COUNT_VALUES -> put(any(QUOTED)).put(",");
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> {}
        }
        vector(depth);
        put(")");
        if (grouping == 2) {
            grouping();
        }
    }

    private void grouping() {
        put(any(List.of("by", "without", "BY")));
        names();
    }

    private void names() {
        put("(");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            put(once(4) ? any(QUOTED) : any(List.of("job", "instance", "le", "sum", "offset")));
            if (i + 1 < count || once(6)) {
                put(",");
            }
        }
        put(")");
    }

    private void binary(int depth) {
        vector(depth);
        int kind = random.nextInt(6);
        boolean set = kind == 0;
        boolean compares = kind == 1 || kind == 2;
        put(any(set ? SETS : compares ? COMPARISONS : ARITHMETIC));
        if (compares && once(2)) {
            put("bool");
        }
        if (once(2)) {
            put(once(2) ? "on" : "ignoring");
            names();
            if (!set && once(2)) {
                put(once(2) ? "group_left" : "group_right");
                if (once(2)) {
                    put("(").put("version").put(")");
                }
            }
        }
        if (!set && once(6)) {
            put(any(List.of("fill", "fill_left", "fill_right")));
            put("(").put(any(List.of("0", "-1", "2.5", "NaN"))).put(")");
        }
        vector(depth);
    }

    private void selector() {
        boolean inside = once(5);
        boolean bare = !inside && once(2);
        if (!inside) {
            put(once(3) ? any(WORDS) : any(List.of("up", "http_requests_total", "job:rate:sum")));
        }
        if (bare) {
            return;
        }
        put("{");
        if (inside) {
            put(any(QUOTED));
        }
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            if (i > 0 || inside) {
                put(",");
            }
            put(once(4) ? any(QUOTED) : any(List.of("job", "le", "by", "__name__x", "sum")));
            put(any(List.of("=", "!=", "=~", "!~")));
            put(any(List.of("\"a\"", "'b|c'", "`.+`", "\"\"")));
        }
        if ((count > 0 || inside) && once(5)) {
            put(",");
        }
        put("}");
    }

    private void modifiers() {
        if (once(4)) {
            put("offset");
            switch (random.nextInt(3)) {
                case 0 -> put("-").put(literal());
                case 1 -> {
                    put("(");
                    duration(2);
                    put(")");
                }
                default -> put(literal());
            }
        }
        if (once(5)) {
            put("@").put(any(List.of("1700000000", "1.5", "start", "end", "-10", "0x1F")));
            String last = out.substring(Math.max(0, out.length() - 5));
            if (last.endsWith("start") || last.endsWith("end")) {
                put("(").put(")");
            }
        }
    }

    /// A duration in brackets: a literal, or a computation.
    private void duration(int depth) {
        switch (depth <= 0 ? 0 : random.nextInt(9)) {
            case 1 -> {
                put("(");
                duration(depth - 1);
                put(")");
            }
            case 2 -> {
                duration(depth - 1);
                put(any(List.of("+", "*", "/", "-", "%", "^")));
                duration(depth - 1);
            }
            case 3 -> put(once(2) ? "step" : "range").put("(").put(")");
            case 4 -> {
                put(once(2) ? "max_of" : "min_of").put("(");
                duration(depth - 1);
                put(",");
                duration(depth - 1);
                put(")");
            }
            default -> put(literal());
        }
    }

    private String literal() {
        if (once(6)) {
            return any(List.of("300", "0.5", "1e3", "0x10"));
        }
        var text = new StringBuilder();
        for (int i = random.nextInt(UNITS.size()); i < UNITS.size(); i += 1 + random.nextInt(4)) {
            text.append(1 + random.nextInt(30)).append(UNITS.get(i));
        }
        return text.toString();
    }
}
