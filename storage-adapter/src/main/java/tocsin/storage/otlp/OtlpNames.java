package tocsin.storage.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Names of metrics, units and labels, made from OpenTelemetry's as upstream makes them.
final class OtlpNames {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    Map.entry("TiBy", "tibibytes"),
                    Map.entry("KBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("TBy", "terabytes"),
                    Map.entry("m", "meters"),
                    Map.entry("V", "volts"),
                    Map.entry("A", "amperes"),
                    Map.entry("J", "joules"),
                    Map.entry("W", "watts"),
                    Map.entry("g", "grams"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("1", ""),
                    Map.entry("%", "percent"));
    private static final Map<String, String> TIMES =
            Map.of(
                    "s", "second",
                    "m", "minute",
                    "h", "hour",
                    "d", "day",
                    "w", "week",
                    "mo", "month",
                    "y", "year");

    private final OtlpTranslation rules;

    /// A unit as words: what is measured, and what it is divided by, with `per_` before it.
    private record Unit(String main, String per) {
        static Unit of(String unit) {
            int slash = unit.indexOf('/');
            String main = (slash < 0 ? unit : unit.substring(0, slash)).strip();
            String per = slash < 0 ? "" : unit.substring(slash + 1).strip();
            String time = isWord(per) ? "per_" + TIMES.getOrDefault(per, per) : "";
            return new Unit(isWord(main) ? UNITS.getOrDefault(main, main) : "", time);
        }

        /// Annotations in braces are for people.
        private static boolean isWord(String text) {
            return !text.isEmpty() && text.indexOf('{') < 0 && text.indexOf('}') < 0;
        }

        Unit escaped() {
            String time = cleaned(per);
            return new Unit(cleaned(main), time.equals("per_") ? "" : withoutEnd(time, "_"));
        }

        private static String cleaned(String text) {
            String legal = text.replaceAll("[^a-zA-Z0-9:]+", "_");
            return legal.startsWith("_") ? legal.substring(1) : legal;
        }
    }

    OtlpNames(OtlpTranslation rules) {
        this.rules = rules;
    }

    /// The name of a metric, without what its parts (buckets, sum, count) have at their ends.
    String metric(OtlpMetric metric) throws RefusedPointException {
        String name = metric.name();
        if (!rules.escapesNames()) {
            String whole = rules.addsSuffixes() ? suffixed(metric) : name;
            if (whole.isEmpty()) {
                throw new RefusedPointException("the name is empty");
            }
            return whole;
        }
        List<String> words = words(name, rules.addsSuffixes());
        if (rules.addsSuffixes()) {
            addSuffixes(words, metric);
        }
        String made = String.join("_", words);
        String legal = startsWithDigit(made) ? "_" + made : made;
        if (legal.isEmpty() || (!legal.equals(name) && legal.chars().allMatch(c -> c == '_'))) {
            throw new RefusedPointException("no name is left of it in letters and digits");
        }
        return legal;
    }

    /// The unit of a metric, as metadata tells it.
    String unit(OtlpMetric metric) {
        Unit plain = Unit.of(metric.unit());
        Unit unit = rules.escapesNames() ? plain.escaped() : plain;
        return unit.main().isEmpty() || unit.per().isEmpty()
                ? unit.main() + unit.per()
                : unit.main() + "_" + unit.per();
    }

    private static List<String> words(String name, boolean splitsUnderscores) {
        var words = new ArrayList<String>();
        String between = splitsUnderscores ? "[^a-zA-Z0-9:]+" : "[^a-zA-Z0-9:_]+";
        for (String word : name.split(between, -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static void addSuffixes(List<String> words, OtlpMetric metric) {
        Unit unit = Unit.of(metric.unit()).escaped();
        boolean hasPer = !unit.per().isEmpty() && !words.contains(unit.per());
        String main = hasPer ? withoutEnd(unit.main(), "_") : unit.main();
        if (!main.isEmpty() && !words.contains(unit.main())) {
            words.add(main);
        }
        if (hasPer) {
            words.add(unit.per());
        }
        if (metric.isCounter()) {
            moveToEnd(words, "total");
        }
        if (metric.isRatio()) {
            moveToEnd(words, "ratio");
        }
    }

    private static void moveToEnd(List<String> words, String word) {
        words.removeIf(word::equals);
        words.add(word);
    }

    /// With all characters kept, endings that are there already are not put twice.
    private static String suffixed(OtlpMetric metric) {
        String name = metric.name();
        Unit unit = Unit.of(metric.unit());
        if (metric.isRatio()) {
            name = withoutWord(name, "ratio");
        }
        if (metric.isCounter()) {
            name = withoutWord(name, "total");
        }
        if (!unit.per().isEmpty()) {
            name = withoutWord(name, unit.per());
        }
        if (!unit.main().isEmpty() && !name.endsWith(unit.main())) {
            name += "_" + unit.main();
        }
        return name
                + (unit.per().isEmpty() ? "" : "_" + unit.per())
                + (metric.isCounter() ? "_total" : "")
                + (metric.isRatio() ? "_ratio" : "");
    }

    /// A word at the end goes with the character before it.
    private static String withoutWord(String name, String word) {
        return name.endsWith(word) && name.length() > word.length() + 1
                ? name.substring(0, name.length() - word.length() - 1)
                : name;
    }

    private static String withoutEnd(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }

    private static boolean startsWithDigit(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /// The name of a label.
    String label(String attribute) throws RefusedPointException {
        if (attribute.isEmpty()) {
            throw new RefusedPointException("an attribute without a name");
        }
        if (!rules.escapesNames()) {
            return attribute;
        }
        String legal = escaped(attribute);
        if (startsWithDigit(legal)) {
            return "key_" + legal;
        }
        if (!legal.equals(attribute) && legal.chars().allMatch(c -> c == '_')) {
            throw new RefusedPointException(
                    "attribute \"" + attribute + "\": no name is left of it in letters and digits");
        }
        boolean single = legal.startsWith("_") && !legal.startsWith("__");
        return single && rules.prefixesUnderscore() ? "key" + legal : legal;
    }

    private String escaped(String attribute) {
        if (rules.keepsUnderscores()) {
            return attribute.replaceAll("[^a-zA-Z0-9_]", "_");
        }
        int length = attribute.length();
        boolean reserved = length > 4 && attribute.startsWith("__") && attribute.endsWith("__");
        return reserved
                ? "__" + collapsed(attribute.substring(2, length - 2)) + "__"
                : collapsed(attribute);
    }

    private static String collapsed(String name) {
        return name.replaceAll("[^a-zA-Z0-9]+", "_");
    }
}
