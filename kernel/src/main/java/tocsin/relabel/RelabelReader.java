package tocsin.relabel;

import tocsin.labels.LabelNames;
import tocsin.relabel.RelabelRule.Action;
import tocsin.relabel.RelabelRule.Result;
import tocsin.relabel.RelabelRule.Terms;
import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads lists of relabelling steps, with upstream's defaults and refusals.
public final class RelabelReader {
    private static final int MOST = 1_000;
    private static final List<String> NOT_OF_EQUAL =
            List.of("regex", "modulus", "separator", "replacement");
    private static final List<String> NOT_OF_NAMES =
            List.of("source_labels", "target_label", "modulus", "separator", "replacement");

    private RelabelReader() {}

    /// The steps under a key; none when it is not there.
    public static List<RelabelRule> read(Fields owner, String key) {
        List<YamlNode> items = owner.items(key);
        if (items.size() > MOST) {
            owner.problem(key, "has " + items.size() + " items, at most " + MOST);
            return List.of();
        }
        var rules = new ArrayList<RelabelRule>();
        for (YamlNode item : items) {
            rule(Fields.of(item, owner.problems()), key).ifPresent(rules::add);
        }
        return rules;
    }

    private static Optional<RelabelRule> rule(Fields fields, String key) {
        Terms defaults = Terms.DEFAULT;
        var terms =
                new Terms(
                        fields.texts("source_labels"),
                        fields.text("separator", defaults.separator()),
                        fields.text("regex", defaults.regex()),
                        modulus(fields),
                        new Result(
                                fields.text("target_label", ""),
                                fields.text("replacement", defaults.result().replacement())),
                        fields.parsed("action", RelabelReader::action).orElse(Action.REPLACE));
        for (String source : terms.sources()) {
            if (!LabelNames.isUtf8(source)) {
                fields.problem("source_labels", "\"" + source + "\" is not a valid label name");
            }
        }
        fields.done(key);
        check(fields, terms);
        try {
            return Optional.of(new RelabelRule(terms));
        } catch (IllegalArgumentException e) {
            fields.problem("regex", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static long modulus(Fields fields) {
        long modulus = fields.integer("modulus").orElse(0L);
        if (modulus < 0) {
            fields.problem("modulus", "expected a number that is not negative");
        }
        return modulus;
    }

    private static Action action(String text) {
        return Arrays.stream(Action.values())
                .filter(action -> action.toString().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "unknown relabel action \""
                                        + text
                                        + "\", expected one of "
                                        + Arrays.toString(Action.values())));
    }

    private static void check(Fields fields, Terms terms) {
        switch (terms.action()) {
            case REPLACE -> checkTarget(fields, terms);
            case HASHMOD -> {
                checkTarget(fields, terms);
                if (terms.modulus() == 0) {
                    fields.problem(
                            "modulus",
                            "relabel configuration for hashmod requires non-zero modulus");
                }
            }
            case LOWERCASE, UPPERCASE -> {
                checkTarget(fields, terms);
                checkDefaultReplacement(fields, terms);
            }
            case KEEPEQUAL, DROPEQUAL -> {
                checkTarget(fields, terms);
                checkOnly(fields, NOT_OF_EQUAL, terms, "'source_labels' and `target_label`");
            }
            case LABELDROP, LABELKEEP -> checkOnly(fields, NOT_OF_NAMES, terms, "'regex'");
            case LABELMAP -> checkName(fields, terms);
            case KEEP, DROP -> {
                // Whatever else is said has no effect, and upstream allows it.
            }
        }
    }

    private static void checkDefaultReplacement(Fields fields, Terms terms) {
        if (!terms.result().replacement().equals(Result.DEFAULT.replacement())) {
            fields.problem(
                    "replacement",
                    "'replacement' can not be set for " + terms.action() + " action");
        }
    }

    private static void checkName(Fields fields, Terms terms) {
        String name = terms.result().replacement();
        if (!LabelNames.isUtf8(name)) {
            fields.problem(
                    "replacement", "\"" + name + "\" is invalid 'replacement' for labelmap action");
        }
    }

    private static void checkTarget(Fields fields, Terms terms) {
        String target = terms.result().target();
        if (target.isEmpty()) {
            fields.problem(
                    "target_label",
                    "relabel configuration for "
                            + terms.action()
                            + " action requires 'target_label' value");
        } else if (!LabelNames.isUtf8(target)) {
            fields.problem(
                    "target_label",
                    "\""
                            + target
                            + "\" is invalid 'target_label' for "
                            + terms.action()
                            + " action");
        }
    }

    private static void checkOnly(Fields fields, List<String> others, Terms terms, String only) {
        for (String other : others) {
            if (fields.has(other)) {
                fields.problem(
                        other,
                        terms.action() + " action requires only " + only + ", and no other fields");
            }
        }
    }
}
