package tocsin.config;

import com.google.re2j.PatternSyntaxException;

import tocsin.labels.LabelNames;
import tocsin.labels.MatchType;
import tocsin.labels.Matcher;
import tocsin.labels.MatcherParser;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;

/// The three ways to write matchers: `matchers`, and the older `match` and `match_re`.
final class MatcherFields {
    private final MatcherParser parser;

    MatcherFields(MatcherParser parser) {
        this.parser = parser;
    }

    /// All matchers of a thing.
    ///
    /// @param prefix `source_` or `target_` or nothing
    List<Matcher> read(Fields fields, String prefix) {
        var all = new ArrayList<Matcher>();
        for (YamlNode item : fields.items(prefix + "matchers")) {
            all.addAll(parsed(fields, item));
        }
        String equal = prefix + "match";
        fields.textMap(equal)
                .forEach((name, value) -> {
                    if (isName(fields, equal, name)) {
                        all.add(Matcher.of(MatchType.EQUAL, name, value));
                    }
                });
        String regex = prefix + "match_re";
        fields.textMap(regex)
                .forEach((name, value) -> {
                    if (isName(fields, regex, name)) {
                        add(all, fields, regex, name, value);
                    }
                });
        return all;
    }

    private List<Matcher> parsed(Fields fields, YamlNode item) {
        if (!(item instanceof YamlNode.Scalar scalar)) {
            fields.problems().add(item, "expected a matcher such as team=\"a\"");
            return List.of();
        }
        try {
            return parser.list(scalar.text());
        } catch (IllegalArgumentException e) {
            fields.problems().add(item, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /// Whether labels may have this name.
    boolean accepts(String name) {
        return parser.accepts(name);
    }

    private static boolean isName(Fields fields, String key, String name) {
        boolean legacy = LabelNames.isLegacy(name);
        if (!legacy) {
            fields.problem(key, "invalid label name \"" + name + "\"");
        }
        return legacy;
    }

    /// Upstream keeps the anchors that it adds, and shows them in group keys.
    private static void add(
            List<Matcher> all, Fields fields, String key, String name, String value) {
        try {
            all.add(Matcher.of(MatchType.MATCHES, name, "^(?:" + value + ")$"));
        } catch (IllegalArgumentException | PatternSyntaxException e) {
            fields.problem(key, "invalid regexp value for \"" + name + "\": " + e.getMessage());
        }
    }
}
