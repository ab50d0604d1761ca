package tocsin.promql.script;

import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

import tocsin.promql.maths.GoNumber;
import tocsin.promql.notation.SeriesNotation;

import java.util.ArrayList;
import java.util.List;

/// What a script expects of an evaluation.
final class Expectation {
    final List<Said> warnings = new ArrayList<>();
    final List<Said> infos = new ArrayList<>();
    final List<SeriesNotation.Described> series = new ArrayList<>();
    boolean noWarnings;
    boolean noInfos;
    boolean ordered;
    boolean fails;
    @Nullable Said failure;
    @Nullable Double number;
    @Nullable String text;
    Script.@Nullable Range range;
    long rangeStart;

    /// Words that are expected: exactly, as a pattern, or any.
    record Said(@Nullable String message, @Nullable Pattern pattern) {
        boolean fits(String actual) {
            if (message != null) {
                return message.equals(actual.strip());
            }
            return pattern == null || pattern.matcher(actual).find();
        }

        static Said of(String rest) {
            String words = rest.strip();
            if (words.startsWith("msg:")) {
                return new Said(words.substring(4).strip(), null);
            }
            if (words.startsWith("regex:")) {
                return new Said(null, Pattern.compile(words.substring(6).strip()));
            }
            return new Said(null, null);
        }
    }

    Expectation(Script.Eval eval) {
        switch (eval.flavour()) {
            case "fail" -> fails = true;
            case "warn" -> warnings.add(Said.of(""));
            case "info" -> infos.add(Said.of(""));
            case "ordered" -> ordered = true;
            default -> {}
        }
        for (String line : eval.lines()) {
            read(line);
        }
    }

    private void read(String line) {
        if (line.startsWith("expected_fail_message")) {
            failure = new Said(line.substring("expected_fail_message".length()).strip(), null);
            return;
        }
        if (line.startsWith("expected_fail_regexp")) {
            String pattern = line.substring("expected_fail_regexp".length()).strip();
            failure = new Said(null, Pattern.compile(pattern));
            return;
        }
        if (line.startsWith("expect ")) {
            expect(line.substring("expect ".length()).strip());
            return;
        }
        Double alone = GoNumber.parse(line);
        if (alone != null) {
            number = alone;
            return;
        }
        series.add(SeriesNotation.parse(line));
    }

    private void expect(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "fail" -> {
                fails = true;
                failure = Said.of(rest);
            }
            case "warn" -> warnings.add(Said.of(rest));
            case "info" -> infos.add(Said.of(rest));
            case "no_warn" -> noWarnings = true;
            case "no_info" -> noInfos = true;
            case "ordered" -> ordered = true;
            case "string" -> text = rest.substring(1, rest.length() - 1);
            case "range" -> {
                String[] parts = rest.split("\\s+", -1);
                rangeStart = Script.millis(parts[2]);
                range = new Script.Range(Script.millis(parts[4]), Script.millis(parts[6]));
            }
            default -> throw new IllegalArgumentException("expect " + line);
        }
    }
}
