package tocsin.promql.notation;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;
import tocsin.promql.ast.Expr;
import tocsin.promql.histogram.Histograms;
import tocsin.promql.histogram.Tally;
import tocsin.promql.maths.GoNumber;
import tocsin.promql.parse.Parser;
import tocsin.promql.parse.ParserOptions;
import tocsin.promql.value.FloatHistogram;
import tocsin.promql.value.StaleMarker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a series and its values: `up{job="x"} 1 _ 0+1x10 stale {{count:3 sum:2}}`.
public final class SeriesNotation {
    private static final Pattern REPEATED =
            Pattern.compile("^(.+?)(?:([+-])([^+-].*|[+-].*))?x(\\d+)$");
    private static final Pattern TAIL = Pattern.compile("^(?:([+-])(\\{\\{.*?}}))?(?:x(\\d+))?$");
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final String text;
    private int at;

    private SeriesNotation(String text) {
        this.text = text;
    }

    /// A series and its values in turn; null where a sample is missing.
    public record Described(Labels labels, List<@Nullable Value> values) {}

    /// A value: a float, or a histogram when there is one.
    ///
    /// @param hinted whether a hint about counter resets was written
    public record Value(double number, @Nullable FloatHistogram histogram, boolean hinted) {
        static Value of(double number) {
            return new Value(number, null, false);
        }
    }

    /// Reads a line.
    ///
    /// @throws IllegalArgumentException when it is not well formed
    public static Described parse(String line) {
        var notation = new SeriesNotation(line.strip());
        Labels labels = notation.labels();
        return new Described(labels, notation.values());
    }

    /// Reads the labels of a series alone.
    ///
    /// @throws IllegalArgumentException when they are not well formed
    public static Labels labels(String text) {
        return new SeriesNotation(text.strip()).labels();
    }

    /// Reads values alone.
    ///
    /// @throws IllegalArgumentException when they are not well formed
    public static List<@Nullable Value> values(String text) {
        return new SeriesNotation(text.strip()).values();
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException(
                "%d: expected %s in series %s".formatted(at + 1, expected, text));
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpaces() {
        while (Character.isWhitespace(peek())) {
            at++;
        }
    }

    private Labels labels() {
        var builder = new LabelsBuilder();
        int start = at;
        while (at < text.length() && " \t{@".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at > start) {
            builder.set(Labels.METRIC_NAME, text.substring(start, at));
        }
        if (peek() == '{' && !text.startsWith("{{", at)) {
            at++;
            while (label(builder)) {
                skipSpaces();
            }
        }
        return builder.build();
    }

    /// Reads a label, or the end of them.
    private boolean label(LabelsBuilder into) {
        skipSpaces();
        if (peek() == '}') {
            at++;
            return false;
        }
        String name = isQuote(peek()) ? quoted() : name();
        skipSpaces();
        if (peek() == '=') {
            at++;
            skipSpaces();
            into.set(name, quoted());
        } else {
            into.set(Labels.METRIC_NAME, name);
        }
        skipSpaces();
        if (peek() == ',') {
            at++;
        } else if (peek() != '}') {
            throw error("\",\" or \"}\"");
        }
        return true;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private String name() {
        Matcher name = LABEL_NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw error("a label name");
        }
        at = name.end();
        return name.group();
    }

    private String quoted() {
        char quote = peek();
        if (!isQuote(quote)) {
            throw error("a text between quotes");
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' && quote != '`' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw error("the end of a text");
        }
        String literal = text.substring(at, end + 1);
        at = end + 1;
        return Parser.parse(literal, ParserOptions.ALL) instanceof Expr.StringLiteral(var value, _)
                ? value
                : "";
    }

    private List<@Nullable Value> values() {
        var values = new ArrayList<@Nullable Value>();
        skipSpaces();
        while (at < text.length()) {
            if (text.startsWith("{{", at)) {
                histograms(values);
            } else {
                int start = at;
                while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
                numbers(text.substring(start, at), values);
            }
            skipSpaces();
        }
        return values;
    }

    private void numbers(String item, List<@Nullable Value> into) {
        if (item.equals("_")) {
            into.add(null);
            return;
        }
        if (item.startsWith("_x")) {
            for (int i = Integer.parseInt(item.substring(2)); i > 0; i--) {
                into.add(null);
            }
            return;
        }
        if (item.equals("stale")) {
            into.add(Value.of(StaleMarker.VALUE));
            return;
        }
        Matcher repeated = REPEATED.matcher(item);
        if (!repeated.matches()) {
            into.add(Value.of(number(item)));
            return;
        }
        String base = repeated.group(1);
        String step = repeated.group(3);
        double value = number(base);
        double increment = step == null ? 0 : number(step);
        double by = "-".equals(repeated.group(2)) ? -increment : increment;
        for (int i = Integer.parseInt(repeated.group(4)); i >= 0; i--) {
            into.add(Value.of(value));
            value += by;
        }
    }

    private double number(String item) {
        Double plain = GoNumber.parse(item);
        if (plain != null) {
            return plain;
        }
        Expr expr;
        try {
            expr = Parser.parse(item, ParserOptions.ALL);
        } catch (IllegalArgumentException e) {
            throw error("a number instead of " + item);
        }
        return switch (expr) {
            case Expr.NumberLiteral literal -> literal.value();
            case Expr.Unary(boolean minus, Expr.NumberLiteral literal, _) ->
                    minus ? -literal.value() : literal.value();
            default -> throw error("a number instead of " + item);
        };
    }

    private void histograms(List<@Nullable Value> into) {
        int end = text.indexOf("}}", at);
        if (end < 0) {
            throw error("\"}}\"");
        }
        Value base = HistogramNotation.parse(text.substring(at + 2, end));
        at = end + 2;
        int start = at;
        boolean inside = false;
        while (at < text.length() && (inside || !Character.isWhitespace(text.charAt(at)))) {
            inside = text.startsWith("{{", at) || (inside && !text.startsWith("}}", at - 1));
            at++;
        }
        Matcher tail = TAIL.matcher(text.substring(start, at));
        if (!tail.matches()) {
            throw error("a repetition after a histogram");
        }
        String step = tail.group(2);
        FloatHistogram increment =
                step == null
                        ? null
                        : HistogramNotation.parse(step.substring(2, step.length() - 2)).histogram();
        int times = tail.group(3) == null ? 0 : Integer.parseInt(tail.group(3));
        repeat(base, increment, "-".equals(tail.group(1)), times, into);
    }

    private static void repeat(
            Value base,
            @Nullable FloatHistogram increment,
            boolean minus,
            int times,
            List<@Nullable Value> into) {
        FloatHistogram current = java.util.Objects.requireNonNull(base.histogram());
        if (increment != null
                && current.schema() > increment.schema()
                && !Histograms.isCustom(increment)) {
            throw new IllegalArgumentException(
                    "error combining histograms: cannot merge from schema %d to %d"
                            .formatted(current.schema(), increment.schema()));
        }
        for (int i = 0; i <= times; i++) {
            into.add(new Value(0, current, base.hinted()));
            if (increment != null) {
                var next = new Tally(current);
                current = (minus ? next.subtract(increment) : next.add(increment)).compact();
            }
        }
    }
}
