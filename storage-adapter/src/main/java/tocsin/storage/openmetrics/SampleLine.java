package tocsin.storage.openmetrics;

import tocsin.labels.LabelNames;
import tocsin.labels.Labels;
import tocsin.labels.LabelsBuilder;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// One line with a sample: `name{label="value"} 1.5 1700000000.123 # {trace="x"} 1`. What stands
/// behind the `#` is an exemplar, which blocks have no place for.
final class SampleLine {
    private final String text;
    private final long line;
    private int at;

    private SampleLine(String text, long line) {
        this.text = text;
        this.line = line;
    }

    /// What a line says.
    record Sample(Labels labels, long timestampMillis, double value) {}

    /// Reads a line.
    static Sample read(String text, long line) throws OpenMetricsException {
        return new SampleLine(text, line).sample();
    }

    private Sample sample() throws OpenMetricsException {
        var labels = new LabelsBuilder();
        int start = at;
        while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != ' ') {
            at++;
        }
        String name = text.substring(start, at);
        if (!name.isEmpty()) {
            metric(labels, name);
        }
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            labels(labels);
        }
        Labels all = labels.build();
        if (!all.has(Labels.METRIC_NAME)) {
            throw wrong("a sample without a metric name");
        }
        String value = word();
        String timestamp = word();
        if (timestamp.isEmpty() || timestamp.equals("#")) {
            throw wrong("expected timestamp for series " + all + ", got none");
        }
        String rest = word();
        if (!rest.isEmpty() && !rest.equals("#")) {
            throw wrong("\"" + rest + "\" behind the timestamp");
        }
        return new Sample(all, millis(timestamp), number(value));
    }

    private void metric(LabelsBuilder labels, String name) throws OpenMetricsException {
        if (!LabelNames.isUtf8(name)) {
            throw wrong("\"" + name + "\" is not a valid metric name");
        }
        labels.set(Labels.METRIC_NAME, name);
    }

    private void labels(LabelsBuilder into) throws OpenMetricsException {
        while (true) {
            spaces();
            if (next() == '}') {
                at++;
                return;
            }
            boolean quoted = next() == '"';
            String name = quoted ? quoted() : bare();
            spaces();
            if (quoted && next() != '=') {
                metric(into, name);
            } else {
                expect('=');
                spaces();
                if (!LabelNames.isUtf8(name)) {
                    throw wrong("\"" + name + "\" is not a valid label name");
                }
                into.set(name, quoted());
            }
            spaces();
            if (next() == ',') {
                at++;
            } else if (next() != '}') {
                throw wrong("expected \",\" or \"}\" at column " + (at + 1));
            }
        }
    }

    private char next() throws OpenMetricsException {
        if (at >= text.length()) {
            throw wrong("the line ends inside the labels");
        }
        return text.charAt(at);
    }

    private void spaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void expect(char wanted) throws OpenMetricsException {
        if (next() != wanted) {
            throw wrong("expected \"" + wanted + "\" at column " + (at + 1));
        }
        at++;
    }

    private String bare() throws OpenMetricsException {
        int start = at;
        while (next() != '=' && next() != ' ' && next() != '}' && next() != ',') {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws OpenMetricsException {
        expect('"');
        var value = new StringBuilder();
        while (next() != '"') {
            char c = next();
            at++;
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char escaped = next();
            at++;
            switch (escaped) {
                case 'n' -> value.append('\n');
                case '\\', '"' -> value.append(escaped);
                default -> value.append('\\').append(escaped);
            }
        }
        at++;
        return value.toString();
    }

    private String word() {
        spaces();
        int start = at;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            at++;
        }
        return text.substring(start, at);
    }

    private double number(String word) throws OpenMetricsException {
        String plain = word.toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "nan" -> Double.NaN;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(plain);
                } catch (NumberFormatException _) {
                    throw wrong("\"" + word + "\" is no number");
                }
            }
        };
    }

    private long millis(String word) throws OpenMetricsException {
        try {
            return new BigDecimal(word)
                    .movePointRight(3)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException _) {
            throw wrong("\"" + word + "\" is no timestamp in seconds");
        }
    }

    private OpenMetricsException wrong(String what) {
        return new OpenMetricsException(line, what);
    }
}
