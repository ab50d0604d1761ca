package tocsin.config.prometheus;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import tocsin.yaml.Fields;
import tocsin.yaml.YamlNode;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Checks lists of relabelling rules.
final class Relabelling {
    private static final Set<String> ACTIONS =
            Set.of(
                    "replace",
                    "keep",
                    "drop",
                    "keepequal",
                    "dropequal",
                    "hashmod",
                    "labelmap",
                    "labeldrop",
                    "labelkeep",
                    "lowercase",
                    "uppercase");
    private static final Set<String> WRITE =
            Set.of("replace", "keepequal", "dropequal", "hashmod", "lowercase", "uppercase");
    private static final Set<String> COMPARE = Set.of("keepequal", "dropequal");
    private static final Set<String> BY_NAME = Set.of("labeldrop", "labelkeep");
    private static final Set<String> CASE = Set.of("lowercase", "uppercase");
    private static final String WHOLE = "$1";

    /// A legacy name in which parts of the match may stand.
    private static final java.util.regex.Pattern WITH_PARTS =
            java.util.regex.Pattern.compile(
                    "([a-zA-Z_]|\\$(\\{\\w+}|\\w+))([a-zA-Z0-9_]|\\$(\\{\\w+}|\\w+))*");

    private Relabelling() {}

    static void check(Fields owner, String key, String scheme) {
        for (YamlNode item : owner.items(key)) {
            if (item instanceof YamlNode.Scalar scalar && scalar.isNull()) {
                owner.problems().add(item, "empty or null relabeling rule");
            } else {
                check(Fields.of(item, owner.problems()), scheme);
            }
        }
    }

    private static void check(Fields rule, String scheme) {
        String action = rule.text("action", "replace").toLowerCase(Locale.ROOT);
        if (!ACTIONS.contains(action)) {
            rule.problem("action", "unknown relabel action \"" + action + "\"");
        }
        regex(rule);
        for (String name : rule.texts("source_labels")) {
            if (!GlobalSection.isLabel(name, scheme)) {
                rule.problem("source_labels", "\"" + name + "\" is not a valid label name");
            }
        }
        target(rule, action, scheme);
        if (action.equals("hashmod") && rule.integer("modulus").orElse(0L) <= 0) {
            rule.problem("modulus", "relabel configuration for hashmod requires non-zero modulus");
        }
        ScrapeTerms.count(rule, "modulus");
        rule.text("separator");
        others(rule, action);
        rule.done("a relabelling rule");
    }

    private static void regex(Fields rule) {
        rule.text("regex")
                .ifPresent(text -> {
                    try {
                        Pattern.compile("^(?s:" + text + ")$");
                    } catch (PatternSyntaxException e) {
                        rule.problem("regex", String.valueOf(e.getMessage()));
                    }
                });
    }

    private static void target(Fields rule, String action, String scheme) {
        String target = rule.text("target_label", "");
        String replacement = rule.text("replacement", WHOLE);
        if (WRITE.contains(action) && target.isEmpty()) {
            rule.problem(
                    "target_label",
                    "relabel configuration for "
                            + action
                            + " action requires 'target_label' value");
        } else if (WRITE.contains(action)
                && !isTarget(target, scheme, /* withParts= */ action.equals("replace"))) {
            rule.problem(
                    "target_label",
                    "\"" + target + "\" is invalid 'target_label' for " + action + " action");
        }
        if (action.equals("labelmap") && !isTarget(replacement, scheme, /* withParts= */ true)) {
            rule.problem(
                    "replacement",
                    "\"" + replacement + "\" is invalid 'replacement' for labelmap action");
        }
    }

    private static boolean isTarget(String name, String scheme, boolean withParts) {
        boolean parts = withParts && name.contains("$") && scheme.equals(ScrapeTerms.LEGACY);
        return parts ? WITH_PARTS.matcher(name).matches() : GlobalSection.isLabel(name, scheme);
    }

    /// Fields that mean nothing beside an action are errors, for whoever wrote them meant
    /// something.
    private static void others(Fields rule, String action) {
        if (CASE.contains(action) && !rule.text("replacement", WHOLE).equals(WHOLE)) {
            rule.problem("replacement", "can not be set for " + action + " action");
        }
        boolean differs =
                !rule.text("replacement", WHOLE).equals(WHOLE)
                        || !rule.text("separator", ";").equals(";")
                        || rule.integer("modulus").orElse(0L) != 0;
        if (COMPARE.contains(action) && (differs || !rule.text("regex", "(.*)").equals("(.*)"))) {
            rule.problem(
                    "action",
                    action
                            + " action requires only 'source_labels' and `target_label`, and no"
                            + " other fields");
        }
        boolean named =
                List.of("source_labels", "target_label").stream()
                        .anyMatch(key -> rule.node(key).filter(node -> !isEmpty(node)).isPresent());
        if (BY_NAME.contains(action) && (differs || named)) {
            rule.problem("action", action + " action requires only 'regex', and no other fields");
        }
    }

    private static boolean isEmpty(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty();
    }
}
