package tocsin.integration;

import org.jspecify.annotations.Nullable;

import tocsin.labels.Labels;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;
import tocsin.yaml.YamlReader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What YAML means, by the rules of Go's YAML 1.1: `yes` is true, `012` is ten. Trees are of maps
/// (by key), lists, texts, numbers, booleans and null.
final class YamlValue {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(0x[0-9a-fA-F]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?[0-9]*\\.?[0-9]+([eE][-+][0-9]+)?|[-+]?[0-9]+\\.");

    private YamlValue() {}

    /// The tree of a text; empty when it is not YAML, or has no value but a text.
    static Optional<Tree> parse(String text) {
        var problems = new Problems();
        Optional<YamlNode> node = YamlReader.read("", text, problems);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        @Nullable Object value = node.map(YamlValue::of).orElse(null);
        return value instanceof String ? Optional.empty() : Optional.of(new Tree(value));
    }

    /// A value that may be null.
    record Tree(@Nullable Object value) {}

    static @Nullable Object of(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.plain() ? plain(scalar.text()) : scalar.text();
            case YamlNode.Sequence sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                sequence.items().forEach(item -> list.add(of(item)));
                yield list;
            }
            case YamlNode.Mapping mapping -> {
                Map<String, @Nullable Object> map = new TreeMap<>(Labels.BYTE_ORDER);
                mapping.entries().forEach((key, entry) -> map.put(key, of(entry.value())));
                yield map;
            }
        };
    }

    private static @Nullable Object plain(String text) {
        if (NULLS.contains(text)) {
            return null;
        }
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        String digits = text.replace("_", "");
        if (INTEGER.matcher(digits).matches()) {
            return integer(digits);
        }
        if (FLOAT.matcher(digits).matches()) {
            double number = Double.parseDouble(digits);
            return Double.isFinite(number) ? (Object) number : text;
        }
        return text;
    }

    private static Object integer(String digits) {
        boolean negative = digits.startsWith("-");
        String rest = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        int base = 10;
        if (rest.startsWith("0x")) {
            base = 16;
            rest = rest.substring(2);
        } else if (rest.startsWith("0b")) {
            base = 2;
            rest = rest.substring(2);
        } else if (rest.startsWith("0o")) {
            base = 8;
            rest = rest.substring(2);
        } else if (rest.startsWith("0") && rest.length() > 1) {
            base = 8;
        }
        var number = new BigInteger(rest, base);
        BigInteger signed = negative ? number.negate() : number;
        if (signed.bitLength() < Long.SIZE) {
            return signed.longValue();
        }
        return signed.bitLength() == Long.SIZE && !negative
                ? signed
                : (Object) signed.doubleValue();
    }
}
